"""Findings: what a rule saw, with evidence, money and an identity that survives a rerun."""
