"""The code tables of the national platform: 险种类型, 人员类别, 证件类型 and some 330 others.

Tables have English names here (``insurance_type``); what the wire calls them is the business of
``wire.py``. The packaged file is read on first use, in a few milliseconds, and kept.

>>> label("insurance_type", "310")
'职工基本医疗保险'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import msgspec

from yibao.reference.data_sets import read_data
from yibao.reference.errors import CodeTableUnknown, CodeUnknown


@dataclass(frozen=True, slots=True)
class CodeSource:
    """A document that codes were taken from.

    ``verified`` says that the codes were read in an official document; it is False for what was
    only seen in other people's programmes or is common knowledge of the trade.
    """

    id: str
    title: str
    edition: str
    published: str
    section: str
    verified: bool


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code and its meaning.

    ``parent`` is the code of the wider group in the same table, or empty. ``local`` marks a code
    that a province added or whose meaning it decides: do not send it to another province.
    """

    code: str
    label: str
    parent: str
    local: bool
    source: CodeSource

    @property
    def verified(self) -> bool:
        """Tell whether the code was read in an official document."""
        return self.source.verified


@dataclass(frozen=True, slots=True)
class CodeTable:
    """One code table: English name, Chinese label, and its entries in the order of the source."""

    name: str
    label: str
    entries: tuple[CodeEntry, ...]


def table(name: str) -> CodeTable:
    """Return a code table by its English name; raise CodeTableUnknown."""
    return _table(name)


def entry(name: str, code: str) -> CodeEntry:
    """Return one entry of a table; raise CodeTableUnknown or CodeUnknown."""
    try:
        return _index(name)[code]
    except KeyError:
        raise CodeUnknown(table=name, label=table(name).label, value=code) from None


def label(name: str, code: str) -> str:
    """Return what a code means: 城乡居民基本医疗保险; raise CodeTableUnknown or CodeUnknown."""
    return entry(name, code).label


def is_code(name: str, code: str) -> bool:
    """Tell whether a table holds a code; raise CodeTableUnknown. Costs two dict look-ups."""
    return code in _index(name)


def table_names() -> tuple[str, ...]:
    """Return the English names of all tables, sorted."""
    return tuple(sorted(_packaged_tables()))


@dataclass(frozen=True, slots=True)
class PackagedEntry:
    """An entry as it lies in the file; ``source`` is empty when it is that of the table."""

    code: str
    label: str
    parent: str = ""
    local: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class PackagedTable:
    """A table as it lies in the file, with the name that the national platform gives it."""

    name: str
    national_name: str
    label: str
    source: str
    entries: tuple[PackagedEntry, ...]


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """The file as a whole; ``corrections`` list where it departs from its sources, and why."""

    version: str
    published: str
    sources: tuple[CodeSource, ...]
    corrections: tuple[dict[str, str], ...]
    tables: tuple[PackagedTable, ...]


@cache
def packaged_file() -> PackagedFile:
    """Return the packaged file, decoded; ``wire.py`` and the tests need it whole."""
    return msgspec.json.decode(read_data("code_tables"), type=PackagedFile)


@cache
def _packaged_tables() -> dict[str, PackagedTable]:
    return {each.name: each for each in packaged_file().tables}


@cache
def _table(name: str) -> CodeTable:
    try:
        packaged = _packaged_tables()[name]
    except KeyError:
        raise CodeTableUnknown(table=name) from None
    sources = {each.id: each for each in packaged_file().sources}
    return CodeTable(
        packaged.name,
        packaged.label,
        tuple(
            CodeEntry(each.code, each.label, each.parent, each.local, sources[source])
            for each in packaged.entries
            for source in [each.source or packaged.source]
        ),
    )


@cache
def _index(name: str) -> dict[str, CodeEntry]:
    return {each.code: each for each in table(name).entries}
