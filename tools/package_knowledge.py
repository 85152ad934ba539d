"""Make the packaged knowledge points from published spreadsheets and tables. Facts only.

    python tools/package_knowledge.py POINTS.csv CODES.csv SPREADSHEET.xlsx …

writes src/yibao/supervision/knowledge/data/points.csv. The tables name every point and its codes;
limits that stand in a column of their own (sex, quantity, window) come from the spreadsheets.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from yibao.supervision.knowledge import shipped
from yibao.supervision.knowledge.facts import Candidate, series_of
from yibao.supervision.knowledge.limits import TEXT_ONLY
from yibao.supervision.knowledge.planning import Dating, plan_import
from yibao.supervision.knowledge.reading import read_files

TARGET = Path(__file__).parents[1] / "src/yibao/supervision/knowledge/data/points.csv"


def main(paths: list[Path]) -> None:
    """Read, complete, plan against an empty store, write; stop when a row cannot be read."""
    tables = read_files([path for path in paths if path.suffix == ".csv"])
    sheets = read_files([path for path in paths if path.suffix != ".csv"])
    if tables.unread or sheets.unread:
        sys.exit(f"unread: {[*tables.unread, *sheets.unread][:5]}")
    told = {(*series_of(c), c.batch): c for c in sheets.candidates}
    completed = [_complete(candidate, told) for candidate in tables.candidates]
    plan = plan_import(completed, [], Dating())
    if plan.conflicts:
        sys.exit(f"conflicts: {plan.conflicts[:5]}")
    TARGET.write_text(shipped.text_of(plan.opening), encoding="utf-8")


def _complete(candidate: Candidate, told: dict[tuple[str, str, str, str], Candidate]) -> Candidate:
    """Return the candidate with the limit of its spreadsheet, where it has none of its own."""
    better = told.get((*series_of(candidate), candidate.batch))
    if better is None:
        return candidate
    if set(better.codes) != set(candidate.codes):
        sys.exit(f"codes differ: {candidate.name}")
    if candidate.fact not in (TEXT_ONLY, better.fact):
        sys.exit(f"limits differ: {candidate.name} {candidate.fact} {better.fact}")
    return msgspec.structs.replace(candidate, fact=better.fact, limit=better.limit)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
