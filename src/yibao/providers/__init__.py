"""Designated institutions and agencies (定点医药机构、经办机构): who they are, where, open for what."""
