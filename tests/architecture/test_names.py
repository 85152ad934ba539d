"""Names are English words that the glossary knows, and never pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from django.apps import apps

from tests.architecture.sources import ROOT
from yibao.catalogue import registry
from yibao.catalogue.directory import directory
from yibao.catalogue.result_fields import result_fields
from yibao.catalogue.service import AnyService

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_OTHERS = {"node_modules", "vendor", "__pycache__", ".mypy_cache", ".ruff_cache", "tests"}
_IDENTIFIER = re.compile(r"`([a-z0-9_]+)`")
# Operation names are promises to channels; this one was given before the rule.
OPERATIONS_WITH_OTHER_WORDS = {
    "right_insutypes",
    *(
        operation
        for operation in directory()
        if operation.startswith(("qry_", "rx_", "cat_", "net_")) or "_hosp_" in operation
    ),
}
# Fields that carry a rejected word and must, with the reason.
REJECTED_BUT_NEEDED: dict[str, str] = {
    "Officer.user": "the account in django.contrib.auth, which calls it so",
}

_INITIALS = "b|p|m|f|d|t|n|l|g|k|h|j|q|x|zh|ch|sh|r|z|c|s|y|w|"
_FINALS = (
    "a|o|e|i|u|v|ai|ei|ui|ao|ou|iu|ie|ve|er|an|en|in|un|vn|ang|eng|ing|ong|ia|iao|ian|iang|iong|"
    "ua|uo|uai|uan|uang|ue"
)
_SYLLABLES = re.compile(rf"(?:(?:{_INITIALS})(?:{_FINALS})){{2,}}")
# English words of file names that happen to consist of syllables of pinyin.
LOOKS_LIKE_PINYIN = frozenset(
    (ROOT / "tests/architecture/looks_like_pinyin.txt").read_text().split()
)


@cache
def _glossary() -> tuple[frozenset[str], frozenset[str]]:
    """Return the identifiers of the glossary, and the rejected names."""
    identifiers: set[str] = set()
    rejected: set[str] = set()
    for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 5 and cells[0] != "中文":
            identifiers |= set(_IDENTIFIER.findall(cells[1]))
            rejected |= {word.strip() for word in cells[4].split(",") if word.strip()}
    return frozenset(identifiers), frozenset(rejected)


def _names() -> Iterator[tuple[str, str]]:
    """Yield every name that others read, and where it stands."""
    for model in apps.get_models():
        if model.__module__.startswith("yibao."):
            yield model.__name__, model.__name__
            fields = [f for f in model._meta.get_fields() if f.concrete or not f.auto_created]
            yield from ((field.name, f"{model.__name__}.{field.name}") for field in fields)
    for service in registry.services().values():
        yield from _names_of(service)


def _names_of(service: AnyService) -> Iterator[tuple[str, str]]:
    if service.operation not in OPERATIONS_WITH_OTHER_WORDS:
        yield service.operation, service.operation
    names = list(service.answers.fields())
    names += [row.path.split(".")[-1].removesuffix("[]") for row in result_fields(service)]
    names += [material.code for material in service.all_materials()]
    yield from ((name, f"{service.operation}: {name}") for name in names)


def test_every_name_is_made_of_words_that_are_known() -> None:
    known = {word for identifier in _glossary()[0] for word in identifier.split("_")}
    known |= set(_ordinary_words())
    unknown = {
        f"{word} ({where})"
        for name, where in _names()
        for word in (found.lower() for found in _WORD.findall(name))
        if word not in known and word.removesuffix("s") not in known
    }
    assert not unknown, "put them into GLOSSARY.md, or choose words that are there"


def test_no_name_is_one_that_the_glossary_rejects() -> None:
    rejected = _glossary()[1]
    assert rejected
    found = {
        where
        for name, where in _names()
        if "_".join(word.lower() for word in _WORD.findall(name)) in rejected
    }
    assert found == REJECTED_BUT_NEEDED.keys() & found


def test_the_glossary_does_not_reject_what_it_asks_for() -> None:
    identifiers, rejected = _glossary()
    assert not identifiers & rejected


def test_no_file_has_a_name_in_pinyin() -> None:
    folders = [ROOT / name for name in ("src", "config", "bench", "tools", "docs", "sdk")]
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    words = {
        word.lower(): path.relative_to(ROOT)
        for path in paths
        if not _OTHERS & set(path.parts)
        for part in path.relative_to(ROOT).parts
        for word in _WORD.findall(part.split(".")[0])
    }
    glossary = {word for identifier in _glossary()[0] for word in identifier.split("_")}
    known = LOOKS_LIKE_PINYIN | glossary | set(_ordinary_words())
    suspects = {
        word: str(path)
        for word, path in words.items()
        if _SYLLABLES.fullmatch(word) and word not in known
    }
    assert suspects == {}, "English words go into tests/architecture/looks_like_pinyin.txt"


def _ordinary_words() -> list[str]:
    text = (ROOT / "tests/architecture/ordinary_words.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return " ".join(lines).split()
