"""Make the packaged drug codes out of the packaged knowledge points. Facts only.

    python tools/package_drug_catalogue.py

writes src/yibao/medical_catalogue/data/items.csv.gz: every drug code that a published knowledge
point names, with the name of the drug, the day on which it was first published, and the limits.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from yibao.supervision.knowledge import rule_names, shipped
from yibao.supervision.knowledge.facts import Point

TARGET = Path(__file__).parents[1] / "src/yibao/medical_catalogue/data/items.csv.gz"
COLUMNS = ("code", "kind", "name", "published_limits", "valid_from")
_KINDS = {"X": "western", "Z": "chinese", "T": "herbal"}


class _Named(NamedTuple):
    """What the points say about one code."""

    name: str
    limits: str
    first: date


def main() -> None:
    """Write the file; the same points give the same bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for code, named in sorted(_named(shipped.points()).items()):
        writer.writerow((code, _KINDS[code[0]], named.name, named.limits, named.first))
    TARGET.write_bytes(gzip.compress(out.getvalue().encode("utf-8"), mtime=0))


def _named(points: Iterable[Point]) -> dict[str, _Named]:
    """Return code -> what the points say, the name as it was published last."""
    by_code: dict[str, list[Point]] = {}
    for point in sorted(points, key=lambda each: (each.valid_from, each.id)):
        for code in point.codes:
            if code[0] in _KINDS:
                by_code.setdefault(code, []).append(point)
    return {code: _summary(found) for code, found in by_code.items()}


def _summary(points: list[Point]) -> _Named:
    limits = dict.fromkeys(_limit(point) for point in points if point.valid_to is None)
    return _Named(points[-1].name, "；".join(limits), points[0].valid_from)


def _limit(point: Point) -> str:
    name = rule_names.names()[point.rule]
    return f"{name}：{point.fact}" if point.fact else name


if __name__ == "__main__":
    main()
