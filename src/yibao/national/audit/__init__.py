"""明细审核: 3101 at order entry, 3102 before settlement, 3103 what was done about it."""
