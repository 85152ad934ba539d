"""What the national platform calls our code tables: insurance_type is ``insutype`` there.

The names stand in ``data/code_tables.json`` beside each table and come out here only. Nothing but
the adapters of the national interfaces should import this module.
"""

from __future__ import annotations

from functools import cache

from yibao.reference.code_tables import packaged_file
from yibao.reference.errors import CodeTableUnknown


def national_name(name: str) -> str:
    """Return the wire name of a code table: insurance_type -> insutype; raise CodeTableUnknown."""
    try:
        return national_names()[name]
    except KeyError:
        raise CodeTableUnknown(table=name) from None


def table_name(national: str) -> str:
    """Return our name of a national code table: insutype -> insurance_type.

    Case matters where the interface document writes a table in capitals. Raise CodeTableUnknown.
    """
    try:
        return _table_names()[national]
    except KeyError:
        raise CodeTableUnknown(table=national) from None


@cache
def national_names() -> dict[str, str]:
    """Return the whole mapping: our name -> wire name. It is one to one."""
    return {each.name: each.national_name for each in packaged_file().tables}


@cache
def _table_names() -> dict[str, str]:
    return {national: name for name, national in national_names().items()}
