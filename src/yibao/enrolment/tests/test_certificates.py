"""Certificates of insurance: what they say, that they stay so, and that they can be verified."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connections

from yibao.casework.notices.codes import LENGTH
from yibao.catalogue import situations
from yibao.catalogue.situations import Setting
from yibao.enrolment import api
from yibao.enrolment.results import CertificateResult
from yibao.enrolment.services.insurance_certificate_issue import insurance_certificate_issue
from yibao.enrolment.tests.conftest import LI, ZHANG, Given, ask, renamed, rows
from yibao.kernel.errors import DomainError, Several
from yibao.kernel.identifiers import check_document_number
from yibao.platform import clock as platform_clock
from yibao.platform import database
from yibao.platform.database import Sql

ANSWERS = {"insurance": "390", "purpose": "transfer"}
WRITERS = 20


def _issue(**options: Any) -> CertificateResult:
    result = ask(insurance_certificate_issue, options.pop("answers", ANSWERS), **options).result
    assert isinstance(result, CertificateResult)
    return result


def test_it_says_what_the_register_says(sql: Sql, given: Given) -> None:
    given("enrolment.resident_paused")
    result = _issue()
    assert (result.first_month, result.last_month) == ("2022年10月", "2023年12月")
    assert (result.months_paid, result.status) == (12, "暂停参保")
    assert LI.identity.name not in repr(result)
    assert check_document_number(result.certificate_number).text == result.certificate_number
    assert len(result.verification_code) == LENGTH
    assert rows(sql, "SELECT number, purpose FROM insurance_certificate") == [
        (result.certificate_number, "transfer")
    ]


def test_who_is_still_insured_is_told_to_pause_before_a_transfer(given: Given) -> None:
    given("enrolment.resident")
    result = _issue()
    assert result.last_month == "至今"
    assert "先办理停保" in result.next_step


def test_it_is_verified_by_its_code(sql: Sql, given: Given) -> None:
    given("enrolment.employee", ZHANG)
    result = _issue(answers={"insurance": "310", "purpose": "school"}, who=ZHANG)
    found = api.certificate_by_code(sql, result.verification_code)
    assert found is not None
    assert (found.number, found.masked_name) == (result.certificate_number, result.name)
    assert found.issued_on == date(2026, 11, 22)
    assert api.certificate_by_code(sql, "A" * LENGTH) is None


def test_another_name_gets_nothing(given: Given) -> None:
    given("enrolment.resident")
    with pytest.raises((DomainError, Several)) as refused:
        _issue(who=renamed(LI, "王五"))
    told = refused.value.errors if isinstance(refused.value, Several) else [refused.value]
    assert [e.code for e in told if isinstance(e, DomainError)] == ["persons.name_differs"]


@pytest.mark.django_db(transaction=True)
def test_twenty_certificates_at_once_have_twenty_numbers_and_codes(clock: object) -> None:
    with database.transaction() as sql:
        situations.set_up("enrolment.resident", Setting(sql, LI, platform_clock.today()))
    start, written = threading.Barrier(WRITERS), list[CertificateResult]()

    def run(number: int) -> None:
        try:
            start.wait(10)
            written.append(_issue(request_number=f"R-{number}"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(written) == WRITERS
    assert len({each.certificate_number for each in written}) == len(written)
    assert len({each.verification_code for each in written}) == len(written)
    with database.reading() as sql:
        sql.execute("SELECT count(*) FROM insurance_certificate")
        assert sql.fetchone() == (len(written),)
