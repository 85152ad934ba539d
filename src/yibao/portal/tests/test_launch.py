from __future__ import annotations

from yibao.casework.models import Case
from yibao.catalogue.case import Identity, IdentityLevel
from yibao.channels import tickets
from yibao.channels.models import Channel
from yibao.channels.tickets import Launch
from yibao.platform import database
from yibao.platform.testing.persons import LI_SI, ZHANG_SAN
from yibao.platform.testing.plugin import Clock
from yibao.portal.tests.visitor import APPLY, Visitor, text_of

BACK = "https://channel.example/back"


def _ticket(*, level: IdentityLevel = IdentityLevel.STRONG, return_url: str = BACK) -> str:
    Channel.objects.get_or_create(
        code="zyyb", defaults={"name": "遵义医保", "organisation": "遵义", "region": "520300"}
    )
    subject = Identity("01", ZHANG_SAN.identity_number, ZHANG_SAN.name)
    launch = Launch("zyyb", "share_other", subject, level, return_url)
    with database.transaction() as sql:
        ticket, _ = tickets.issue(sql, launch, allowed_return_urls=(BACK,))
    return f"/h5/launch/?ticket={ticket}"


def test_a_ticket_opens_its_service_signed_in_as_its_person(visitor: Visitor) -> None:
    answer = visitor.get(_ticket())
    assert answer.headers["Location"] == "/services/share_other/"
    assert "张*" in text_of(visitor.get("/services/share_other/"))
    receipt = visitor.hand_in()
    case = Case.objects.get()
    assert (case.channel, case.region) == ("zyyb", "520300")
    page = text_of(visitor.get(receipt))
    assert f'href="{BACK}"' in page
    assert "回到原来的应用" in page


def test_a_ticket_works_once(visitor: Visitor) -> None:
    address = _ticket()
    visitor.get(address)
    answer = visitor.another_phone().get(address)
    assert answer.status_code == 403
    assert "入口已经失效" in text_of(answer)
    assert "登录" in text_of(answer)


def test_a_ticket_expires(visitor: Visitor, clock: Clock) -> None:
    address = _ticket()
    clock.advance(minutes=5, seconds=1)
    assert visitor.get(address).status_code == 403


def test_an_unknown_ticket_looks_like_a_used_one(visitor: Visitor) -> None:
    for address in ("/h5/launch/", "/h5/launch/?ticket=x", f"/h5/launch/?ticket={'y' * 5000}"):
        answer = visitor.get(address)
        assert answer.status_code == 403
        assert "入口已经失效" in text_of(answer)


def test_looking_whether_the_address_is_alive_does_not_use_the_ticket_up(visitor: Visitor) -> None:
    address = _ticket()
    assert visitor.client.head(address).status_code == 405
    assert visitor.get(address).status_code == 302


def test_a_ticket_opens_no_other_service(visitor: Visitor) -> None:
    visitor.get(_ticket())
    answer = visitor.get("/services/qry_other/query/")
    assert answer.status_code == 403
    assert "从这个入口进来只能办" in text_of(answer)
    assert visitor.get("/services/cat_other/query/").status_code == 200


def test_a_ticket_shows_only_the_cases_of_its_service(visitor: Visitor) -> None:
    visitor.sign_in(ZHANG_SAN)
    visitor.hand_in()
    Case.objects.update(operation="qry_other")
    other = visitor.another_phone()
    other.get(_ticket())
    assert "还没有提交过" in text_of(other.get("/cases/"))


def test_a_ticket_replaces_who_was_signed_in_before(visitor: Visitor) -> None:
    visitor.sign_in(LI_SI)
    key = visitor.client.session.session_key
    visitor.get(_ticket())
    assert visitor.client.session.session_key != key
    page = text_of(visitor.get("/services/share_other/"))
    assert "张*" in page
    assert "李*" not in page


def test_a_ticket_of_a_weakly_known_person_still_needs_the_face_check(visitor: Visitor) -> None:
    visitor.get(_ticket(level=IdentityLevel.REAL_NAME))
    assert visitor.get(APPLY).headers["Location"].startswith("/sign-in/face/")


def test_the_level_raised_after_a_launch_keeps_its_limits(visitor: Visitor) -> None:
    visitor.get(_ticket(level=IdentityLevel.REAL_NAME))
    visitor.post("/sign-in/face/", {"simulated_face": "passed"})
    assert visitor.get("/services/qry_other/query/").status_code == 403
    visitor.hand_in()
    assert Case.objects.get().channel == "zyyb"
