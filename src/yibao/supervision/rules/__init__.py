"""Supervision rules as data: header, family, shape, expressions, examples."""
