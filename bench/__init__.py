"""Benchmarks. They print figures and ratios against a floor of the same run; nothing asserts them."""
