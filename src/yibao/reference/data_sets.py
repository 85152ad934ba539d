"""The packaged data sets: where each file is, which edition it holds, and proof that it is whole.

``data/versions.json`` is the manifest. Whoever changes a data file must change its version, row
count and SM3 checksum there, or the tests fail and the loader refuses the file.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from yibao.reference.errors import DataFileChanged


@dataclass(frozen=True, slots=True)
class DataSet:
    """One packaged file.

    ``version`` names the edition. ``valid_from`` is its first day or the day whose state it
    describes, None where the publisher states none; ``packaged_on`` is the day the file was made.
    ``rows`` counts entries without the heading; ``checksum`` is the hexadecimal SM3 of the file.
    """

    file: str
    title: str
    version: str
    valid_from: date | None
    packaged_on: date
    rows: int
    checksum: str
    source: str
    licence: str


@cache
def data_sets() -> dict[str, DataSet]:
    """Return the manifest: data set name -> DataSet."""
    return msgspec.json.decode(_read("versions.json"), type=dict[str, DataSet])


def data_set(name: str) -> DataSet:
    """Return one entry of the manifest; KeyError for a name that is not in it."""
    return data_sets()[name]


def read_data(name: str) -> bytes:
    """Return the content of a data set, unpacked. It is not checked: that costs a pass over it."""
    return _unpacked(data_set(name), _read(data_set(name).file))


def verified_data(name: str) -> bytes:
    """Return the content of a data set after comparing the checksum; raise DataFileChanged."""
    packed = _read(data_set(name).file)
    check(data_set(name), packed)
    return _unpacked(data_set(name), packed)


def check(expected: DataSet, packed: bytes) -> None:
    """Compare a file, as it lies in the package, with its checksum; raise DataFileChanged."""
    if hashlib.new("sm3", packed).hexdigest() != expected.checksum:
        raise DataFileChanged(file=expected.file)


def _unpacked(described: DataSet, packed: bytes) -> bytes:
    return gzip.decompress(packed) if described.file.endswith(".gz") else packed


def _read(file: str) -> bytes:
    return files("yibao.reference").joinpath("data", file).read_bytes()
