"""Which source column becomes which canonical one: national tables, or what a file says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import yaml
from msgspec import Struct, field

from yibao.supervision.batch.errors import MappingWrong
from yibao.supervision.batch.relation_columns import RELATIONS, canonical, required
from yibao.supervision.batch.transforms import TRANSFORMS

Header = Mapping[str, str]
"""Column names of a table with their DuckDB types."""


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a canonical column comes from and how it is read."""

    column: str
    transform: str = ""


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """One relation read from a table; ``only`` keeps the rows whose columns have these values."""

    columns: dict[str, Place]
    only: dict[str, list[str]] = field(default_factory=dict)


class TableMapping(Struct, frozen=True, forbid_unknown_fields=True):
    """A mapping file: the columns that recognise the table, and a section for each relation."""

    relations: dict[str, Section]
    recognised_by: tuple[str, ...] = ()


def read_mapping(text: str) -> TableMapping:
    """Return the mapping that a YAML text declares.

    Raises:
        MappingWrong: it names a relation, a column or a transform that does not exist.
    """
    try:
        mapping = msgspec.convert(yaml.safe_load(text), TableMapping)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise MappingWrong(word=str(error)[:60], relation="YAML", allowed=_allowed()) from error
    for relation, section in mapping.relations.items():
        if relation not in RELATIONS:
            raise MappingWrong(word=relation, relation=relation, allowed=_allowed())
        for name, place in section.columns.items():
            if name not in canonical(relation):
                raise MappingWrong(word=name, relation=relation, allowed=_allowed())
            if place.transform and place.transform not in TRANSFORMS:
                raise MappingWrong(word=place.transform, relation=relation, allowed=_allowed())
    return mapping


@cache
def packaged_mappings() -> tuple[TableMapping, ...]:
    """Return the mappings of the national tables."""
    folder = files("yibao.supervision.batch") / "mappings"
    return tuple(
        read_mapping(path.read_text(encoding="utf-8"))
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".yaml")
    )


def sections_for(
    header: Header, wanted: tuple[str, ...], own: TableMapping | None
) -> dict[str, Section]:
    """Return the sections by which a table is read, for those ``wanted`` relations that it has.

    The user's own mapping comes first, then canonical names, then the national tables. The first
    wanted relation is given with canonical names even where columns are missing, so that the
    reader can name them.
    """
    found: dict[str, Section] = {}
    if own is not None:
        found |= {name: section for name, section in own.relations.items() if name in wanted}
    for relation in wanted:  # a table has canonical names for one relation only
        if relation not in found and all(name in header for name in required(relation)):
            found[relation] = as_is(relation, header)
            break
    for mapping in packaged_mappings():
        if mapping.recognised_by and all(name in header for name in mapping.recognised_by):
            for name, section in mapping.relations.items():
                if name in wanted:
                    found.setdefault(name, section)
    return found or {wanted[0]: as_is(wanted[0], header)}


def as_is(relation: str, header: Header) -> Section:
    """Return the section of a table that has canonical column names."""
    names = [name for name in canonical(relation) if name in header]
    return Section({name: Place(name) for name in names})


def own_mapping(path: Path | None) -> TableMapping | None:
    """Return the user's mapping file, if there is one."""
    return None if path is None else read_mapping(path.read_text(encoding="utf-8"))


def _allowed() -> str:
    return "、".join(TRANSFORMS)
