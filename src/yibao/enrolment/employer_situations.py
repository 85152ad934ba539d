"""Employers with people who are insured through them; ``situations`` brings these in.

The employees are made up here, born in 1985, and play no part in any other example.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from yibao.catalogue.case import Identity
from yibao.catalogue.situations import Persona, Setting, set_up, situation
from yibao.employers import situations as employers
from yibao.employers.made_up import CLOSED_COMPANY, SUSPENDING_COMPANY, MadeUp
from yibao.enrolment.kinds import EMPLOYED, RETIRED
from yibao.enrolment.situation_steps import Insured, insure
from yibao.enrolment.states import EMPLOYEE_INSURANCE
from yibao.kernel import identity_number

EMPLOYEES, RETIRED_EMPLOYEE = 3, 99
_WORKS_FOR = "UPDATE enrolment SET employer_id = %s WHERE id = %s"


@situation("enrolment.employer_with_employees")
def employer_with_employees(setting: Setting) -> None:
    """Enrolled, three employees and one retired are insured through it."""
    set_up("employers.enrolled", setting)
    for company in (SUSPENDING_COMPANY, CLOSED_COMPANY):
        employ(setting, company, EMPLOYEES)


@situation("enrolment.suspended_employer_with_retired")
def suspended_employer_with_retired(setting: Setting) -> None:
    """Suspended and closed by the regulator; one retired employee is insured through it."""
    set_up("employers.suspended_and_closed", setting)
    employ(setting, CLOSED_COMPANY, 0)


def employ(setting: Setting, company: MadeUp, count: int) -> list[UUID]:
    """Insure so many employees through a company, and one who is retired; return the enrolments."""
    employer = employers.known(setting, company)
    # The months keep apart the people of the companies of one situation.
    month = 1 + int(company.credit_code[15], 36) % 12
    found = []
    for number in (*range(1, count + 1), RETIRED_EMPLOYEE):
        is_retired = number == RETIRED_EMPLOYEE
        insured = Insured(
            insurance_type=EMPLOYEE_INSURANCE,
            kind=RETIRED if is_retired else EMPLOYED,
            unit=company.name,
            is_retired=is_retired,
            since=date(setting.today.year - 2, 7, 1),
            benefit_until=None if is_retired else date(setting.today.year + 1, 1, 1),
        )
        enrolment_id = insure(_as(setting, employee(month, number)), insured)
        setting.sql.execute(_WORKS_FOR, (employer.id, enrolment_id))
        found.append(enrolment_id)
    return found


def employee(month: int, number: int) -> Persona:
    """Return somebody made up: born in that month of 1985, the so many-th in the register."""
    card = identity_number.make("520103", date(1985, month, 1), number).text
    return Persona(
        Identity("01", card, f"职工{'甲乙丙丁戊己庚辛壬癸'[number % 10]}"), "19900000099"
    )


def _as(setting: Setting, persona: Persona) -> Setting:
    return Setting(setting.sql, persona, setting.today)
