"""受理类服务进度查询: a person sees his own cases, page by page, and nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from yibao.casework import decisions, engine
from yibao.casework.decisions import Problem
from yibao.casework.progress_forms import CaseProgress, ProgressList
from yibao.casework.services.accept_progress_query import accept_progress_query
from yibao.casework.submission import Caller, CaseReceipt, Submission
from yibao.casework.tests import reviewed_service as sample
from yibao.catalogue.case import IdentityLevel
from yibao.kernel.errors import DomainError, Several
from yibao.platform import database
from yibao.platform.clock import CHINA
from yibao.platform.testing.persons import LI_SI, ZHANG_SAN, TestPerson
from yibao.platform.testing.plugin import Clock
from yibao.platform.testing.statements import CountingCursor

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 10, tzinfo=CHINA)
LIST = {"search_by": "list"}


@pytest.fixture(autouse=True)
def _declared(clock: Clock) -> Iterator[None]:
    clock.set(MONDAY)
    with sample.declared():
        yield


@pytest.fixture
def case() -> CaseReceipt:
    return sample.submit()


def _question(person: TestPerson, answers: dict[str, Any]) -> Submission:
    return Submission(
        service=accept_progress_query,
        caller=Caller("demo-portal", IdentityLevel.REAL_NAME, region=sample.REGION),
        subject={
            "certificate_type": "01",
            "certificate_number": person.identity_number,
            "name": person.name,
        },
        answers=answers,
        request_number="q-1",
        digest=bytes(32),
    )


def _ask(answers: dict[str, Any], person: TestPerson = ZHANG_SAN) -> ProgressList:
    result = engine.perform(_question(person, answers)).result
    assert isinstance(result, ProgressList)
    return result


def _only(person: TestPerson = ZHANG_SAN) -> CaseProgress:
    (found,) = _ask(LIST, person).cases
    return found


def _by_number(number: str, end: str = ZHANG_SAN.identity_number[-4:]) -> dict[str, Any]:
    return {"search_by": "number", "case_number": number, "certificate_end": end}


def _refusal(answers: dict[str, Any], person: TestPerson = ZHANG_SAN) -> str:
    with pytest.raises((DomainError, Several)) as refused:
        _ask(answers, person)
    error = refused.value
    if isinstance(error, Several):
        error = error.errors[0]
    assert isinstance(error, DomainError)
    return error.code


def test_a_submitted_case_waits_for_an_officer(case: CaseReceipt) -> None:
    found = _only()
    assert found.case_number == case.number
    assert (found.state_label, found.node) == ("待受理", "提交申请")
    assert (found.submitted_on, found.accepted_on) == (date(2026, 3, 2), None)
    assert (found.due_on, found.remaining_working_days) == (date(2026, 3, 9), 5)
    assert not found.is_overdue
    assert found.next_action == "不用您做什么，等待经办机构受理。"
    assert found.documents == []


def test_the_days_left_shrink_and_a_late_case_says_so(case: CaseReceipt, clock: Clock) -> None:
    clock.set(datetime(2026, 3, 9, 23, tzinfo=CHINA))
    assert (_only().remaining_working_days, _only().is_overdue) == (0, False)
    clock.set(datetime(2026, 3, 11, 1, tzinfo=CHINA))
    assert (_only().remaining_working_days, _only().is_overdue) == (-2, True)


def test_a_correction_names_its_last_day_and_the_notice(case: CaseReceipt, clock: Clock) -> None:
    decisions.request_correction(
        case.id,
        [Problem("居住证明", "照片不清楚。", "proof")],
        officer="qian",
        row_version=sample.row_version(case.id),
    )
    clock.set(datetime(2026, 3, 20, 10, tzinfo=CHINA))
    found = _only()
    assert found.state_label == "待补正"
    assert found.next_action == "请在2026年3月16日前按补正告知书补交材料；补交前不计办理时间。"
    assert "照片不清楚" in found.opinion
    assert not found.is_overdue  # the clock stands still
    (document,) = found.documents
    assert (document.name, document.issued_on) == ("补正告知书", date(2026, 3, 2))
    assert document.code


def test_a_finished_case_has_no_days_left(case: CaseReceipt, clock: Clock) -> None:
    decisions.decline(
        case.id,
        "不属于本地办理。",
        officer="qian",
        row_version=sample.row_version(case.id),
        where_to_go="遵义市经办窗口",
    )
    clock.set(datetime(2026, 6, 1, 10, tzinfo=CHINA))
    found = _only()
    assert (found.state_label, found.remaining_working_days, found.is_overdue) == (
        "不予受理",
        None,
        False,
    )
    assert found.opinion == "不属于本地办理。"


def test_what_an_applicant_wrote_is_no_opinion(case: CaseReceipt) -> None:
    decisions.withdraw(
        case.id, operator="channel:demo-portal", row_version=sample.row_version(case.id)
    )
    assert _only().opinion == ""


def test_by_number_and_last_four_characters_one_case_is_found(case: CaseReceipt) -> None:
    found = _ask(_by_number(case.number))
    assert [each.case_number for each in found.cases] == [case.number]
    spoken = f"{case.number[:6]}-{case.number[6:14]} {case.number[14:]}"
    assert _ask(_by_number(spoken)).cases == found.cases


def test_wrong_four_characters_find_nothing(case: CaseReceipt) -> None:
    assert _refusal(_by_number(case.number, "0000")) == "case.not_found"


def test_a_mistyped_number_is_told_as_such(case: CaseReceipt) -> None:
    wrong = case.number[:-2] + ("1" if case.number[-2] != "1" else "2") + case.number[-1]
    assert _refusal(_by_number(wrong)) == "identifiers.case_number"


def test_nobody_sees_the_case_of_somebody_else(case: CaseReceipt) -> None:
    assert _ask(LIST, LI_SI).cases == []
    assert _refusal(_by_number(case.number, LI_SI.identity_number[-4:]), LI_SI) == "case.not_found"


def test_an_agent_without_a_mandate_sees_nothing(case: CaseReceipt) -> None:
    question = _question(ZHANG_SAN, LIST)
    agent = {
        "certificate_type": "01",
        "certificate_number": LI_SI.identity_number,
        "name": LI_SI.name,
        "phone": LI_SI.phone,
        "relation": "1",
    }

    with pytest.raises(DomainError) as refused:
        engine.perform(msgspec.structs.replace(question, agent=agent))
    assert refused.value.code == "agent.no_mandate"


def test_the_list_is_filtered_and_paged(clock: Clock) -> None:
    numbers = []
    for day in (2, 3, 4):
        clock.set(datetime(2026, 3, day, 10, tzinfo=CHINA))
        receipt = sample.submit(request_number=f"sample-{day:04d}")
        decisions.withdraw(
            receipt.id,
            operator="channel:demo-portal",
            row_version=sample.row_version(receipt.id),
        )
        numbers.append(receipt.number)
    assert [each.case_number for each in _ask(LIST).cases] == numbers[::-1]
    page = _ask(LIST | {"page": 2, "page_size": 2})
    assert (page.total, [each.case_number for each in page.cases]) == (3, [numbers[0]])
    beyond = _ask(LIST | {"page": 9})
    assert (beyond.total, beyond.cases) == (3, [])
    of_a_day = _ask(LIST | {"submitted_from": "2026-03-03", "submitted_until": "2026-03-03"})
    assert [each.case_number for each in of_a_day.cases] == [numbers[1]]
    assert _ask(LIST | {"state": "withdrawn"}).total == 3
    assert _ask(LIST | {"state": "done"}).total == 0
    assert _ask(LIST | {"service": "resident_enrol"}).total == 0


def test_a_page_has_fifty_rows_at_most() -> None:
    assert _refusal(LIST | {"page_size": 51}) == "form.out_of_range"


def test_a_page_is_one_statement(case: CaseReceipt) -> None:
    with database.reading() as sql:
        counting = CountingCursor(sql)
        engine.perform_within(counting, _question(ZHANG_SAN, LIST))
    assert len(counting.statements) == 1
