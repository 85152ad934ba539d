"""Moving an enrolment from one status to the next: pause, end. One statement, its change within."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from yibao.catalogue.case import Case
from yibao.enrolment.errors import EnrolmentChangedMeanwhile, TransitionNotPossible
from yibao.enrolment.facts import HeldEnrolment
from yibao.enrolment.states import DEPENDENT_INSURANCES, EnrolmentEvent, Transition, transition

# Benefits end with the move; a year whose contribution goes back takes its months with it. What
# depends on the insurance goes with it (INV-2), each with the row of its change (INV-3).
_MOVE = """
WITH years AS (
  SELECT id, paid_on IS NOT NULL AS was_paid FROM enrolment_year
  WHERE person_id = %(person)s AND year = ANY(%(years)s) AND withdrawn_on IS NULL FOR UPDATE),
withdrawn AS (
  UPDATE enrolment_year SET withdrawn_on = %(today)s, paid_on = NULL FROM years
  WHERE enrolment_year.id = years.id RETURNING was_paid),
moved AS (
  UPDATE enrolment SET status = %(after)s::text, row_version = row_version + 1,
    paused_on = CASE WHEN %(after)s::text = 'paused' THEN %(day)s ELSE paused_on END,
    pause_reason = CASE WHEN %(after)s::text = 'paused' THEN %(reason)s ELSE pause_reason END,
    ended_on = CASE WHEN %(after)s::text = 'ended' THEN %(day)s ELSE ended_on END,
    end_reason = CASE WHEN %(after)s::text = 'ended' THEN %(reason)s ELSE end_reason END,
    benefit_until = CASE WHEN benefit_until > %(benefit_until)s THEN %(benefit_until)s
      ELSE benefit_until END,
    months_paid = greatest(0, months_paid - 12 * (SELECT count(*) FROM withdrawn WHERE was_paid))
  WHERE id = %(id)s AND row_version = %(row_version)s AND status = %(before)s::text
  RETURNING id, region, benefit_until),
dependent AS (
  UPDATE enrolment SET status = %(after)s::text, row_version = row_version + 1,
    paused_on = CASE WHEN %(after)s::text = 'paused' THEN %(day)s ELSE paused_on END,
    pause_reason = CASE WHEN %(after)s::text = 'paused' THEN %(reason)s ELSE pause_reason END,
    ended_on = CASE WHEN %(after)s::text = 'ended' THEN %(day)s ELSE ended_on END,
    end_reason = CASE WHEN %(after)s::text = 'ended' THEN %(reason)s ELSE end_reason END,
    benefit_until = CASE WHEN benefit_until > %(benefit_until)s THEN %(benefit_until)s
      ELSE benefit_until END
  WHERE person_id = %(person)s AND status = 'active' AND %(before)s::text = 'active'
    AND insurance_type = ANY(%(dependents)s) AND EXISTS (SELECT FROM moved)
  RETURNING id, region)
INSERT INTO enrolment_change (enrolment_id, kind, reason, status_before, status_after,
  region_before, region_after, effective_on, case_number, operator, at)
SELECT id, %(kind)s, %(reason_label)s, %(before)s::text, %(after)s::text, region, region, %(day)s, %(case)s,
  %(operator)s, %(now)s
FROM (SELECT id, region FROM moved UNION ALL SELECT id, region FROM dependent) AS changed
RETURNING (SELECT benefit_until FROM moved)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What happens to an enrolment, from which day, and why.

    ``benefit_until`` is the first day without benefits. ``years`` are insured years that are
    withdrawn, because nothing is due or paid for them any more.
    """

    event: EnrolmentEvent
    day: date
    reason: str
    reason_label: str
    benefit_until: date
    years: tuple[int, ...] = ()


def step_of(held: HeldEnrolment, event: EnrolmentEvent) -> Transition:
    """Return what the state table says (R-E9).

    Raises:
        TransitionNotPossible: it has no such step.
    """
    step = transition(held.status, event)
    if step is None:
        raise TransitionNotPossible(status=held.status.label, event=event.label)
    return step


def move(case: Case[Any], person_id: UUID, held: HeldEnrolment, what: Move) -> date | None:
    """Move the enrolment, with what depends on it; return where benefits end now.

    One statement: the enrolments, their changes and the years that are withdrawn.

    Raises:
        TransitionNotPossible: the state table has no such step.
        EnrolmentChangedMeanwhile: somebody was faster.
    """
    step = step_of(held, what.event)
    case.sql.execute(
        _MOVE,
        {
            "id": held.id,
            "person": person_id,
            "row_version": held.row_version,
            "before": held.status.value,
            "after": step.status.value,
            "kind": step.change_kinds[0],
            "day": what.day,
            "today": case.today,
            "reason": what.reason,
            "reason_label": what.reason_label,
            "benefit_until": what.benefit_until,
            "years": list(what.years),
            "dependents": list(DEPENDENT_INSURANCES.get(held.insurance_type, ())),
            "case": case.number,
            "operator": case.operator,
            "now": case.now,
        },
        prepare=True,
    )
    row = case.sql.fetchone()
    if row is None:
        raise EnrolmentChangedMeanwhile
    until: date | None = row[0]
    return until
