"""Finding a service by its name, its group, or the words that people use.

Everything is in memory: 114 rows and some 80 plain words; a search takes well under a millisecond.
"""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from yibao.catalogue import registry
from yibao.catalogue.directory import DirectoryEntry, directory

_MODE_WORDS = ("长辈版", "关怀版", "老年版", "老人版", "大字版", "大字", "字太小", "适老")
_LONGEST_QUERY = 40
_NAME, _GROUP, _SUMMARY = 100, 30, 10
_OPEN_BONUS = 5


@dataclass(frozen=True)
class Listed:
    """A service of the directory, and whether it is open on the web."""

    entry: DirectoryEntry
    is_open: bool
    is_query: bool


def listed(entry: DirectoryEntry) -> Listed:
    """Return a row of the directory with its state."""
    service = registry.find(entry.operation)
    is_query = service.workflow.is_query if service else entry.kind.startswith("Q")
    return Listed(entry, service is not None, is_query)


def wants_another_look(query: str) -> bool:
    """Tell whether somebody looks for 长辈版 by any of its names (docs/explanation/domain.md 5, A11)."""
    return any(word in query for word in _MODE_WORDS)


def find(query: str) -> list[Listed]:
    """Return the services that fit the query, the best first, open ones before others."""
    words = _words(query)
    scored = [(_score(entry, words), entry) for entry in directory().values()]
    found = [(score, entry) for score, entry in scored if score > 0]
    found.sort(key=lambda pair: (-pair[0], pair[1].number))
    return [listed(entry) for _, entry in found]


def _words(query: str) -> list[str]:
    text = unicodedata.normalize("NFKC", query)[:_LONGEST_QUERY].strip()
    words = text.split() or ([text] if text else [])
    for said, meant in _plain_words():
        if said in text or (len(text) > 1 and text in said):
            words += meant
    return list(dict.fromkeys(words))


def _score(entry: DirectoryEntry, words: list[str]) -> int:
    service = registry.find(entry.operation)
    summary = f"{service.summary}{service.who}" if service else ""
    score = sum(
        _NAME * (word in entry.name) + _GROUP * (word in entry.group) + _SUMMARY * (word in summary)
        for word in words
    ) or _likeness(entry, words)
    return score + _OPEN_BONUS * (service is not None) if score else 0


def _likeness(entry: DirectoryEntry, words: list[str]) -> int:
    """Return how many pairs of characters are shared, if at least half of a word's are."""
    text = entry.name + entry.group
    best = 0
    for word in words:
        pairs = {word[at : at + 2] for at in range(len(word) - 1)}
        shared = sum(pair in text for pair in pairs)
        if pairs and shared * 2 >= len(pairs):
            best = max(best, shared)
    return best


@cache
def _plain_words() -> list[tuple[str, list[str]]]:
    text = files("yibao.portal").joinpath("data/plain_words.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return [(row["said"], row["meant"].split()) for row in rows]
