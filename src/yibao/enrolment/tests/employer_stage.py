"""欧阳秀英, who acts for made-up companies, and the way in for what she asks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yibao.casework.submission import Outcome
from yibao.catalogue.service import AnyService
from yibao.catalogue.situations import Persona, Setting, set_up
from yibao.employers import made_up
from yibao.employers.made_up import MadeUp
from yibao.enrolment.tests.conftest import ask
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock as platform_clock
from yibao.platform.database import Sql
from yibao.platform.testing.persons import OUYANG_XIUYING, ZHANG_SAN

OUYANG, ZHANG = Persona.of(OUYANG_XIUYING), Persona.of(ZHANG_SAN)
TODAY = "2026-11-22"


def prepare(sql: Sql, name: str) -> Setting:
    """Make a situation of 欧阳秀英 true."""
    setting = Setting(sql, OUYANG, platform_clock.today())
    set_up(name, setting)
    return setting


def enrolment_of(company: MadeUp = made_up.NEW_COMPANY, **changes: object) -> dict[str, object]:
    """Return the answers of an enrolment."""
    return {
        "credit_code": company.credit_code,
        "employer_name": company.name,
        "kind": "enterprise",
        "legal_representative": made_up.REPRESENTATIVE,
        "region": made_up.REGION,
        "address": made_up.ADDRESS,
        "phone": OUYANG.phone,
        "starts_on": TODAY,
        "bank_name": made_up.BANK,
        "bank_account": made_up.ACCOUNT,
        **changes,
    }


def suspension_of(company: MadeUp, **changes: object) -> dict[str, object]:
    """Return the answers of a suspension with all employees."""
    return {
        "credit_code": company.credit_code,
        "suspended_on": TODAY,
        "reason": "no_business",
        "employees": "suspend_all",
        **changes,
    }


def deregistration_of(company: MadeUp, **changes: object) -> dict[str, object]:
    """Return the answers of a deregistration."""
    return {
        "credit_code": company.credit_code,
        "reason": "closed",
        "ended_on": "2026-11-20",
        **changes,
    }


def asked(service: AnyService, answers: Mapping[str, object], **options: Any) -> Outcome:
    """Hand a request of 欧阳秀英 in."""
    return ask(service, answers, **{"who": OUYANG, **options})


def refused(service: AnyService, answers: Mapping[str, object], **options: Any) -> list[str]:
    """Return the codes of everything that stands against a request; empty when it is done."""
    try:
        asked(service, answers, **options)
    except Several as several:
        return [error.code for error in several.errors]
    except DomainError as error:
        return [error.code]
    return []
