"""Look up diagnoses and procedures by code, beginning of a code, or part of a name."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet, Value
from django.db.models.functions import Length, StrIndex

from yibao.reference.errors import DiagnosisUnknown, ProcedureUnknown
from yibao.reference.models import CatalogueEntry, DataVersion, Diagnosis, Procedure

Entry = TypeVar("Entry", bound=CatalogueEntry)


def find_diagnosis(code: str) -> Diagnosis:
    """Return a diagnosis, valid or closed, by its exact code; raise DiagnosisUnknown."""
    found = Diagnosis.objects.filter(code=code).first()
    if found is None:
        raise DiagnosisUnknown(value=code)
    return found


def find_procedure(code: str) -> Procedure:
    """Return a procedure, valid or closed, by its exact code; raise ProcedureUnknown."""
    found = Procedure.objects.filter(code=code).first()
    if found is None:
        raise ProcedureUnknown(value=code)
    return found


def search_diagnoses(text: str) -> QuerySet[Diagnosis]:
    """Return the valid diagnoses that fit what somebody types: ``A00``, ``霍乱``. Slice it."""
    return _search(Diagnosis.objects.all(), text)


def search_procedures(text: str) -> QuerySet[Procedure]:
    """Return the valid procedures that fit what somebody types: ``00.01``, ``超声``. Slice it."""
    return _search(Procedure.objects.all(), text)


def loaded_versions() -> QuerySet[DataVersion]:
    """Return which edition of every data set this database works with."""
    return DataVersion.objects.all()


def _search(entries: QuerySet[Entry], text: str) -> QuerySet[Entry]:
    """Take plain ASCII for the beginning of a code, all else for a part of a name.

    A prefix uses the index. A part of a name reads the whole table, about 3 ms for 33,000 rows;
    a trigram index would need an extension that not every PostgreSQL has. Names that begin with
    the text come first, then the shorter ones.
    """
    text = text.strip()
    entries = entries.filter(valid_until=None)
    if not text:
        return entries.none()
    if text.isascii():
        return entries.filter(code__startswith=_as_code(text)).order_by("code")
    return entries.filter(name__contains=text).order_by(
        StrIndex("name", Value(text)), Length("name"), "code"
    )


def _as_code(text: str) -> str:
    """Write a code as the catalogues do: capitals, but a small x for the extension (A00.000x001).

    A code may begin with a capital X (X40 accidental poisoning), also after a + sign.
    """
    parts = text.upper().split("+")
    return "+".join(part[:1] + part[1:].replace("X", "x") for part in parts)
