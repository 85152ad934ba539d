"""The worklist: what waits, the most urgent first, inside the officer's region.

Pages follow each other by the last row's key (keyset), so that the hundredth page costs what the
first does and no row is shown twice while colleagues work.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from yibao.casework import sealing
from yibao.casework.deadlines import TimeLeft, time_left
from yibao.casework.states import CaseState
from yibao.catalogue import registry
from yibao.catalogue.directory import directory
from yibao.console.regions import bounds_of
from yibao.kernel.masking import mask_name
from yibao.platform.database import Sql

PAGE_SIZE = 20
_NEVER = date(9999, 12, 31)

STATES = {state.value: state.label for state in CaseState}
DUES = {"overdue": "已超期", "today": "今天到期", "three_days": "三天内到期"}
HOLDERS = {"mine": "我领取的", "nobody": "未领取"}


@dataclass(frozen=True)
class Filter:
    """What the officer wants to see; an empty value does not narrow."""

    state: str = "open"
    operation: str = ""
    due: str = ""
    holder: str = ""
    number: str = ""
    subject_index: bytes = b""


@dataclass(frozen=True)
class Row:
    """One line of the worklist."""

    id: UUID
    number: str
    service: str
    state: CaseState
    subject: str
    channel: str
    officer: str
    holder: str
    submitted_at: datetime
    left: TimeLeft | None
    correction_due_on: date | None
    key: str


@dataclass(frozen=True)
class Page:
    """Some lines, and the key after which the next page begins (empty: there is none)."""

    rows: list[Row]
    next_key: str


_COLUMNS = """id, number, operation, state, subject_sealed, channel, officer,
  (SELECT full_name FROM officer o JOIN auth_user u ON u.id = o.user_id
   WHERE u.username = service_case.officer), submitted_at, due_on, paused_on, correction_due_on"""
_ORDER = "coalesce(due_on, '9999-12-31'::date), submitted_at, id"


def page(
    sql: Sql, wanted: Filter, *, region: str, officer: str, today: date, after: str = ""
) -> Page:
    """Return the lines that fit, beginning after the key ``after``."""
    conditions, values = _conditions(wanted, region=region, officer=officer, today=today)
    if (key := _read_key(after)) is not None:
        conditions.append(f"({_ORDER}) > (%s, %s, %s)")
        values += key
    sql.execute(
        f"SELECT {_COLUMNS} FROM service_case WHERE {' AND '.join(conditions)}"  # noqa: S608
        f" ORDER BY {_ORDER} LIMIT {PAGE_SIZE + 1}",
        values,
    )
    found = sql.fetchall()
    rows = [_row(each, today) for each in found[:PAGE_SIZE]]
    return Page(rows, rows[-1].key if len(found) > PAGE_SIZE else "")


def counts(sql: Sql, *, region: str, officer: str, today: date) -> dict[str, int]:
    """Return how many open cases of the region stand where, in one statement."""
    lowest, highest = bounds_of(region)
    sql.execute(
        """SELECT count(*) FILTER (WHERE state = 'submitted'),
                  count(*) FILTER (WHERE state = 'accepted'),
                  count(*) FILTER (WHERE state = 'correction'),
                  count(*) FILTER (WHERE due_on < %s AND paused_on IS NULL),
                  count(*) FILTER (WHERE due_on = %s AND paused_on IS NULL),
                  count(*) FILTER (WHERE officer = %s)
           FROM service_case WHERE state IN ('submitted', 'correction', 'accepted')
             AND region BETWEEN %s AND %s""",
        (today, today, officer, lowest, highest),
    )
    names = ("submitted", "accepted", "correction", "overdue", "today", "mine")
    return dict(zip(names, sql.fetchone() or (0,) * len(names), strict=True))


def take_next(
    sql: Sql, *, region: str, officer: str, states: Sequence[str], skipping: UUID | None = None
) -> tuple[UUID, int] | None:
    """Return id and row version of the most urgent case that this officer may work on.

    Cases that another officer has taken, that are being worked on at this moment, that wait for
    an expert, or that this officer has accepted himself (INV-17) are passed over. The row is
    locked until the transaction of ``sql`` ends.
    """
    lowest, highest = bounds_of(region)
    sql.execute(
        f"""SELECT id, row_version FROM service_case c
            WHERE state = ANY(%s) AND region BETWEEN %s AND %s AND officer IN ('', %s)
              AND id IS DISTINCT FROM %s::uuid
              AND NOT (state = 'accepted' AND paused_on IS NOT NULL)
              AND NOT (state = 'accepted' AND EXISTS (
                SELECT 1 FROM case_event e
                WHERE e.case_id = c.id AND e.step = 'accept' AND e.operator = %s))
            ORDER BY officer DESC, {_ORDER} LIMIT 1 FOR UPDATE SKIP LOCKED""",  # noqa: S608
        (list(states), lowest, highest, officer, skipping, f"officer:{officer}"),
    )
    row = sql.fetchone()
    return (row[0], row[1]) if row else None


def narrowed_by_text(wanted: Filter, *, number: str = "", subject_index: bytes = b"") -> Filter:
    """Return the filter for one number or one person, whatever the state."""
    return replace(wanted, state="", number=number, subject_index=subject_index)


def operation_names() -> dict[str, str]:
    """Return the operations that an officer may have to decide, with their names."""
    return {
        operation: service.name
        for operation, service in registry.services().items()
        if service.workflow.review is not None
    }


def _conditions(
    wanted: Filter, *, region: str, officer: str, today: date
) -> tuple[list[str], list[Any]]:
    lowest, highest = bounds_of(region)
    conditions, values = ["region BETWEEN %s AND %s"], [lowest, highest]
    choices: list[tuple[bool, str, list[Any]]] = [
        (wanted.state == "open", "state IN ('submitted', 'correction', 'accepted')", []),
        (wanted.state in STATES, "state = %s", [wanted.state]),
        (bool(wanted.operation), "operation = %s", [wanted.operation]),
        (bool(wanted.number), "number = %s", [wanted.number]),
        (bool(wanted.subject_index), "subject_index = %s", [wanted.subject_index]),
        (wanted.holder == "mine", "officer = %s", [officer]),
        (wanted.holder == "nobody", "officer = ''", []),
        (wanted.due == "overdue", "due_on < %s AND paused_on IS NULL", [today]),
        (wanted.due == "today", "due_on = %s AND paused_on IS NULL", [today]),
        (
            wanted.due == "three_days",
            "due_on BETWEEN %s AND %s AND paused_on IS NULL",
            [today, today + timedelta(days=3)],
        ),
    ]
    for is_chosen, condition, facts in choices:
        if is_chosen:
            conditions.append(condition)
            values += facts
    if wanted.due:
        conditions.append("state IN ('submitted', 'correction', 'accepted')")
    return conditions, values


def _row(found: Sequence[Any], today: date) -> Row:
    (case_id, number, operation, state, subject, channel, officer, full_name, submitted_at, due,
     paused, correction_due) = found  # fmt: skip
    case_state = CaseState(state)
    left = (
        time_left(due, today=today, limit_working_days=limit_of(operation), paused_on=paused)
        if case_state.is_open
        else None
    )
    return Row(
        id=case_id,
        number=number,
        service=name_of(operation),
        state=case_state,
        subject=mask_name(sealing.open_subject(bytes(subject)).name),
        channel=channel,
        officer=officer,
        holder=full_name or officer,
        submitted_at=submitted_at,
        left=left,
        correction_due_on=correction_due,
        key=_key(due, submitted_at, case_id),
    )


def limit_of(operation: str) -> int:
    """Return the time limit of the review in working days; 0 when there is none."""
    service = registry.find(operation)
    review = service.workflow.review if service else None
    return review.working_days if review else 0


def name_of(operation: str) -> str:
    """Return the name of the service, or its operation when the directory has lost it."""
    service = registry.find(operation)
    if service is not None:
        return service.name
    entry = directory().get(operation)
    return entry.name if entry else operation


def _key(due: date | None, submitted_at: datetime, case_id: UUID) -> str:
    text = f"{(due or _NEVER).isoformat()}|{submitted_at.isoformat()}|{case_id}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def _read_key(text: str) -> list[Any] | None:
    """Return the values of a key; None for none, and for one that somebody made up."""
    try:
        due, submitted_at, case_id = base64.urlsafe_b64decode(text.encode()).decode().split("|")
        return [date.fromisoformat(due), datetime.fromisoformat(submitted_at), UUID(case_id)]
    except (ValueError, binascii.Error):
        return None
