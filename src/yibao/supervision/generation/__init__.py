"""Synthetic audits: visits as they are distributed, violations injected at known rates."""
