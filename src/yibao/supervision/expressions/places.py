"""Where something stands in the text of an expression, as errors tell it."""

from __future__ import annotations

from typing import NamedTuple, TypedDict

MOST_SHOWN = 20


class PlaceFacts(TypedDict):
    """The facts that every error of an expression carries."""

    line: int
    column: int
    text: str


class Place(NamedTuple):
    """A stretch of the text: offsets of the first and the last character, counted from 0."""

    start: int
    end: int

    def to(self, other: Place) -> Place:
        """Return the stretch from the start of this one to the end of the other."""
        return Place(self.start, max(self.end, other.end))

    def facts(self, text: str) -> PlaceFacts:
        """Return line and column (from 1) and what stands there, shortened to 20 characters."""
        shown = " ".join(text[self.start : self.end + 1].split())
        if len(shown) > MOST_SHOWN:
            shown = shown[: MOST_SHOWN - 1] + "…"
        return {
            "line": text.count("\n", 0, self.start) + 1,
            "column": self.start - text.rfind("\n", 0, self.start),
            "text": shown,
        }
