"""Everything that the checks and the effect of one case need to know, read once.

One statement reads the person with all his enrolments and insured years; the national register is
asked once, and only for somebody whom we do not have as insured ourselves. Both are remembered as
long as the case is being handled, so that checks stay small functions without costing a question
each. What changes in between is caught by the constraints of the tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from yibao.catalogue.case import Case
from yibao.enrolment import national_register
from yibao.enrolment.forms import ResidentEnrolmentAnswers
from yibao.enrolment.states import EMPLOYEE_INSURANCE, RESIDENT_INSURANCE, EnrolmentStatus
from yibao.persons.api import KnownPerson, opened
from yibao.persons.queries import COLUMN_COUNT, COLUMNS

_FACTS = f"""
SELECT {COLUMNS},
       years.enrolled, years.paid,
       e.id, e.insurance_type, e.status, e.region, e.person_kind, e.first_enrolled_on,
       e.paused_on, e.ended_on, e.benefit_until, e.row_version, e.current_since, e.benefit_from,
       e.employer_id, e.contribution_grade, e.with_account, e.is_retired,
       e.employment_kind, e.first_worked_on
FROM person p
LEFT JOIN enrolment e ON e.person_id = p.id AND e.insurance_type IN ('310', '390')
  AND e.status <> 'void'
LEFT JOIN LATERAL (
  SELECT array_agg(y.year) FILTER (WHERE y.withdrawn_on IS NULL) AS enrolled,
         array_agg(y.year) FILTER (WHERE y.paid_on IS NOT NULL) AS paid
  FROM enrolment_year y JOIN enrolment of_year ON of_year.id = y.enrolment_id
  WHERE y.person_id = p.id AND of_year.status <> 'void'
) AS years ON true
WHERE p.certificate_index = %s AND p.is_valid
ORDER BY (e.status = 'active') DESC, e.current_since DESC
"""  # noqa: S608 - put together from constants


@dataclass(frozen=True, slots=True)
class HeldEnrolment:
    """A basic insurance that the person has or had here."""

    id: UUID
    insurance_type: str
    status: EnrolmentStatus
    region: str
    person_kind: str
    first_enrolled_on: date
    paused_on: date | None
    ended_on: date | None
    benefit_until: date | None
    row_version: int
    current_since: date
    benefit_from: date | None
    employer_id: UUID | None
    contribution_grade: int | None
    with_account: bool | None
    is_retired: bool
    employment_kind: str
    first_worked_on: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What our own register knows of the person; ``person`` is None for somebody new."""

    person: KnownPerson | None = None
    years_enrolled: frozenset[int] = frozenset()
    years_paid: frozenset[int] = frozenset()
    held: tuple[HeldEnrolment, ...] = ()

    @property
    def active(self) -> HeldEnrolment | None:
        """Return the active basic insurance; there is at most one (INV-1)."""
        return next((e for e in self.held if e.status is EnrolmentStatus.ACTIVE), None)

    @property
    def resident(self) -> HeldEnrolment | None:
        """Return the resident enrolment that may go on: active, or paused."""
        return next(
            (
                e
                for e in self.held
                if e.insurance_type == RESIDENT_INSURANCE and e.status is not EnrolmentStatus.ENDED
            ),
            None,
        )

    @property
    def employee(self) -> HeldEnrolment | None:
        """Return the employee enrolment that may go on: active, or paused."""
        return next(
            (
                e
                for e in self.held
                if e.insurance_type == EMPLOYEE_INSURANCE and e.status is not EnrolmentStatus.ENDED
            ),
            None,
        )

    @property
    def employee_until(self) -> date | None:
        """Return the day on which the last employee insurance ended, if it did."""
        ends = [
            e.ended_on or e.paused_on
            for e in self.held
            if e.insurance_type == EMPLOYEE_INSURANCE and e.status is not EnrolmentStatus.ACTIVE
        ]
        return max((day for day in ends if day is not None), default=None)

    @property
    def covered_years(self) -> frozenset[int]:
        """Return the years for which contributions arrived, of residents or employees."""
        employed = {
            year
            for e in self.held
            if e.insurance_type == EMPLOYEE_INSURANCE
            for year in _years_of(e)
        }
        return self.years_paid | employed


_read: WeakKeyDictionary[Case[Any], Facts] = WeakKeyDictionary()
_asked: WeakKeyDictionary[Case[Any], national_register.Answer] = WeakKeyDictionary()


def facts_of(case: Case[Any]) -> Facts:
    """Return what the register knows of the person of this case; one statement, once.

    The name is not compared here: do that before anything of these facts is told.
    """
    facts = _read.get(case)
    if facts is None:
        facts = _read[case] = _facts(case)
    return facts


def national_answer(case: Case[ResidentEnrolmentAnswers]) -> national_register.Answer:
    """Return what the national register says; it is not asked about those we insure already."""
    answer = _asked.get(case)
    if answer is None:
        known = facts_of(case).active is not None
        answer = (
            national_register.Answer()
            if known
            else national_register.ask(case.subject, case.answers.region)
        )
        _asked[case] = answer
    return answer


def _facts(case: Case[Any]) -> Facts:
    case.sql.execute(_FACTS, (case.subject_index,), prepare=True)
    rows = case.sql.fetchall()
    if not rows:
        return Facts()
    enrolled, paid = rows[0][COLUMN_COUNT : COLUMN_COUNT + 2]
    return Facts(
        person=opened(rows[0]),
        years_enrolled=frozenset(enrolled or ()),
        years_paid=frozenset(paid or ()),
        held=tuple(_held(row[COLUMN_COUNT + 2 :]) for row in rows if row[COLUMN_COUNT + 2]),
    )


def _held(row: tuple[Any, ...]) -> HeldEnrolment:
    status = EnrolmentStatus(row[2])
    return HeldEnrolment(row[0], row[1], status, *row[3:])


def _years_of(employed: HeldEnrolment) -> range:
    end = employed.ended_on or employed.paused_on or employed.benefit_until
    if end is None:
        return range(0)
    return range(employed.first_enrolled_on.year, end.year + 1)
