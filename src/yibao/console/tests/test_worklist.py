"""The worklist: what waits, in the officer's region, the most urgent first."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from yibao.casework import assignment, decisions
from yibao.casework.models import Case
from yibao.casework.tests import reviewed_service as sample
from yibao.console import worklist
from yibao.console.regions import bounds_of, covers
from yibao.console.roles import Role
from yibao.console.tests import office
from yibao.platform.audit_log.models import Entry
from yibao.platform.clock import CHINA
from yibao.platform.testing.persons import EVERYONE, LI_SI, WANG_WU, ZHANG_SAN
from yibao.platform.testing.plugin import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ADULTS = [person for person in EVERYONE if person.phone]


def _text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("area", "region", "is_seen"),
    [
        ("520000", "520102", True),
        ("520100", "520102", True),
        ("520100", "520100", True),
        ("520102", "520102", True),
        ("520102", "520103", False),
        ("520102", "520100", False),
        ("520100", "520300", False),
        ("520000", "530100", False),
    ],
)
def test_an_officer_sees_his_region_and_what_lies_in_it(
    area: str, region: str, is_seen: bool
) -> None:
    assert covers(area, region) is is_seen
    lowest, highest = bounds_of(area)
    assert (lowest <= region <= highest) is is_seen


def test_cases_of_another_region_are_neither_listed_nor_opened() -> None:
    ours = sample.submit(ZHANG_SAN, region=office.NANMING)
    theirs = sample.submit(WANG_WU, region=office.ZUNYI, request_number="sample-0002")
    desk = office.desk_of("qian", Role.ACCEPTOR)

    page = desk.get(reverse("console:worklist"))
    assert [row.id for row in page.context["page"].rows] == [ours.id]
    assert desk.get(reverse("console:case", args=[ours.id])).status_code == 200
    assert desk.get(reverse("console:case", args=[theirs.id])).status_code == 404


def test_the_most_urgent_case_comes_first_and_names_are_masked(clock: Clock) -> None:
    clock.set(datetime(2026, 3, 3, 10, tzinfo=CHINA))
    later = sample.submit(ZHANG_SAN)
    clock.set(datetime(2026, 3, 2, 10, tzinfo=CHINA))
    sooner = sample.submit(LI_SI, request_number="sample-0002")
    desk = office.desk_of("qian", Role.ACCEPTOR)

    page = desk.get(reverse("console:worklist"))

    rows = page.context["page"].rows
    assert [row.id for row in rows] == [sooner.id, later.id]
    assert [row.subject for row in rows] == ["李*", "张*"]
    assert ZHANG_SAN.name not in _text(page)


def test_pages_follow_each_other_without_gap_or_repetition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(worklist, "PAGE_SIZE", 2)
    made = {
        sample.submit(person, request_number=f"sample-{number:04}").id
        for number, person in enumerate(ADULTS[:5])
    }
    desk = office.desk_of("qian", Role.ACCEPTOR)

    seen, query = [], ""
    for _ in range(9):
        page = desk.get(f"{reverse('console:worklist')}?{query}")
        seen += [row.id for row in page.context["page"].rows]
        if not page.context["page"].next_key:
            break
        query = page.context["next_query"]

    assert len(seen) == len(made)
    assert set(seen) == made


@pytest.mark.parametrize("after", ["", "nonsense", "5L2g5aW9", "MjAyNi0wMS0wMXx4fHk="])
def test_a_made_up_page_key_begins_at_the_first_page(after: str) -> None:
    sample.submit()
    desk = office.desk_of("qian", Role.ACCEPTOR)

    page = desk.get(reverse("console:worklist"), {"after": after})

    assert len(page.context["page"].rows) == 1


def test_filters_narrow_by_state_due_date_and_holder(clock: Clock) -> None:
    clock.set(datetime(2026, 3, 2, 10, tzinfo=CHINA))
    waiting, taken, asked = (
        sample.submit(person, request_number=f"sample-{number:04}")
        for number, person in enumerate(ADULTS[:3])
    )
    assignment.take(taken.id, officer="qian", row_version=1)
    decisions.request_correction(
        asked.id, [decisions.Problem("用途", "不清楚")], officer="qian", row_version=1
    )
    desk = office.desk_of("qian", Role.ACCEPTOR)

    def found(**query: str) -> set[object]:
        page = desk.get(reverse("console:worklist"), query)
        return {row.id for row in page.context["page"].rows}

    assert found() == {waiting.id, taken.id, asked.id}
    assert found(state="correction") == {asked.id}
    assert found(holder="mine") == {taken.id}
    assert found(holder="nobody", state="submitted") == {waiting.id}
    assert found(due="overdue") == set()
    clock.set(datetime(2026, 3, 10, 10, tzinfo=CHINA))
    desk = office.signed_in("qian")
    assert found(due="overdue") == {waiting.id, taken.id}  # the clock of the third stands still
    assert found(operation="no_such") == set()


def test_urgency_is_told_by_word_and_not_by_colour_alone(clock: Clock) -> None:
    clock.set(datetime(2026, 3, 2, 10, tzinfo=CHINA))
    case = sample.submit()
    desk = office.desk_of("qian", Role.ACCEPTOR)

    for due, word in [
        ("2026-03-09", "时间充裕"),
        ("2026-03-03", "即将到期"),
        ("2026-02-27", "已超期"),
    ]:
        Case.objects.filter(id=case.id).update(due_on=date.fromisoformat(due))
        assert word in _text(desk.get(reverse("console:worklist")))


def test_a_case_number_opens_the_case_however_it_is_typed() -> None:
    case = sample.submit()
    desk = office.desk_of("qian", Role.ACCEPTOR)
    number = case.number

    answer = desk.post(
        reverse("console:search"), {"text": f" {number[:6]}-{number[6:14]} {number[14:]} "}
    )

    assert answer["Location"] == reverse("console:case", args=[case.id])


def test_a_certificate_number_finds_the_person_and_leaves_a_trace_but_no_address() -> None:
    case = sample.submit(ZHANG_SAN)
    sample.submit(LI_SI, request_number="sample-0002")
    desk = office.desk_of("qian", Role.ACCEPTOR)

    answer = desk.post(reverse("console:search"), {"text": ZHANG_SAN.identity_number})

    assert ZHANG_SAN.identity_number not in answer["Location"]
    page = desk.get(answer["Location"])
    assert [row.id for row in page.context["page"].rows] == [case.id]
    assert Entry.objects.filter(action="console.search_person", object_id="qian").count() == 1


def test_a_forged_person_token_finds_nobody() -> None:
    sample.submit()
    desk = office.desk_of("qian", Role.ACCEPTOR)
    answer = desk.post(reverse("console:search"), {"text": ZHANG_SAN.identity_number})
    token = parse_qs(urlsplit(answer["Location"]).query)["person"][0]

    page = desk.get(reverse("console:worklist"), {"person": token[:-2] + "xx"})

    assert page.context["page"].rows == []


@pytest.mark.parametrize("text", ["", "张三", "12"])
def test_what_is_no_number_is_said_to_be_none(text: str) -> None:
    desk = office.desk_of("qian", Role.ACCEPTOR)

    answer = desk.post(reverse("console:search"), {"text": text})

    assert answer.status_code == 422
    assert "请输入22位受理编号" in _text(answer)


def test_the_next_case_is_taken_and_never_one_that_the_reviewer_has_accepted() -> None:
    accepted_by_zhao, accepted_by_qian = (
        sample.submit(person, request_number=f"sample-{number:04}")
        for number, person in enumerate(ADULTS[:2])
    )
    decisions.accept(accepted_by_zhao.id, officer="zhao", row_version=1)
    decisions.accept(accepted_by_qian.id, officer="qian", row_version=1)
    desk = office.desk_of("zhao", Role.REVIEWER)

    first = desk.post(reverse("console:next"))
    assert first["Location"] == reverse("console:case", args=[accepted_by_qian.id])
    assert Case.objects.get(id=accepted_by_qian.id).officer == "zhao"


def test_nothing_waiting_is_said_kindly() -> None:
    desk = office.desk_of("qian", Role.ACCEPTOR)

    assert "都办完了" in _text(desk.get(reverse("console:worklist")))
    answer = desk.post(reverse("console:next"))
    assert answer.status_code == 404
    assert "现在没有等您办理的办件" in _text(answer)
