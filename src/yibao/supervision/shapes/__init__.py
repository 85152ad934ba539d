"""Shapes: how a rule looks at the records. Each is written twice: a Python evaluator, a SQL text.

A family of rules (``families.py``) uses one or several shapes; a rule names its shape.
"""
