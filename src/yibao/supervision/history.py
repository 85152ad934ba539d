"""The patient's history: folding encounters in, in any order, and letting old ones go."""

from __future__ import annotations

from yibao.supervision.case import AuditCase, History
from yibao.supervision.records import Line


def fold(history: History, case: AuditCase, follows: frozenset[str]) -> None:
    """Add an encounter to the history, or replace it; only followed items keep their lines.

    Folding is commutative: after the same encounters the history is the same, whatever the order
    and however often each arrived. With two versions of an encounter the last one counts.
    """
    forget(history, case.encounter.encounter_id)
    history.encounters[case.encounter.encounter_id] = case.encounter
    by_code = case.lines_by_code
    for code in by_code.keys() & follows:
        known = history.lines.setdefault(code, [])
        known.extend(by_code[code])
        known.sort(key=_by_day)


def forget(history: History, encounter_id: str) -> None:
    """Take an encounter out; nothing happens when it is not there."""
    if encounter_id in history.encounters:
        rest = history.without(encounter_id)
        history.encounters, history.lines = rest.encounters, rest.lines


def prune(history: History, before_day: int) -> None:
    """Let go of encounters that ended, lines included, before a day number.

    Whoever keeps a history chooses a day that no window of a rule reaches back to: the longest
    look-back in days, or the first day of the year for rules that count by year. An encounter
    goes as a whole or stays as a whole, so pruning early or late comes to the same. An open
    encounter stays.
    """
    late = {
        line.encounter_id
        for lines in history.lines.values()
        for line in lines
        if line.day >= before_day
    }
    ended = {
        encounter_id
        for encounter_id, encounter in history.encounters.items()
        if encounter.end_day < before_day and not encounter.is_open and encounter_id not in late
    }
    for code, lines in list(history.lines.items()):
        kept = [line for line in lines if line.encounter_id not in ended]
        if kept:
            history.lines[code] = kept
        else:
            del history.lines[code]
    for encounter_id in ended:
        del history.encounters[encounter_id]


def _by_day(line: Line) -> tuple[int, str]:
    return line.day, line.line_id
