"""An application from the home page to the receipt, in every way in which people use a phone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.keyboard import answer_focused
from tests.journeys.people import Newcomer
from tests.journeys.walking import Walker
from yibao.catalogue import registry
from yibao.catalogue.service import AnyService, Example
from yibao.platform import clock

People = Callable[[str], Newcomer]
Walkers = Callable[..., Walker]
_OPERATION = "remote_long_file"


def _service() -> tuple[AnyService, Example]:
    """Return an application and its first good example; which one does not matter to the pages."""
    service = registry.services()[_OPERATION]
    return service, next(each for each in service.examples if not each.fails_with)


def _apply(walker: Walker, somebody: Newcomer) -> None:
    service, example = _service()
    walker.go(f"/services/{service.operation}/")
    walker.press("开始办理")
    walker.sign_in(somebody, f"/services/{service.operation}/apply/")
    walker.fill_in(service, example.answers_on(clock.today()))
    walker.press("确认提交")


def _expect_receipt(walker: Walker) -> None:
    expect(walker.main.locator("h1")).to_have_text("办好了")
    assert walker.path.startswith("/h5/receipt/")


def test_an_application_in_the_normal_mode(walker: Walkers, person: People) -> None:
    visitor = walker()
    visitor.go("/")
    visitor.page.fill("[name=q]", "外地看病")
    visitor.press("找一找")
    expect(visitor.main.locator(f"a[href='/services/{_OPERATION}/']")).to_be_visible()
    _apply(visitor, person(_service()[1].given))
    _expect_receipt(visitor)
    visitor.press("看办理进度")
    expect(visitor.main.locator(".history li")).to_have_count(1)


def test_an_application_in_the_elder_mode(walker: Walkers, person: People) -> None:
    visitor = walker()
    visitor.choose_elder_mode()
    _apply(visitor, person(_service()[1].given))
    _expect_receipt(visitor)
    expect(visitor.page.locator("html.elder")).to_be_attached()


def test_an_application_without_javascript(walker: Walkers, person: People) -> None:
    visitor = walker(has_script=False)
    _apply(visitor, person(_service()[1].given))
    _expect_receipt(visitor)


def test_an_application_in_the_elder_mode_without_javascript(
    walker: Walkers, person: People
) -> None:
    visitor = walker(has_script=False)
    visitor.choose_elder_mode()
    _apply(visitor, person(_service()[1].given))
    _expect_receipt(visitor)


def test_pressing_twice_and_going_back_gives_one_case(walker: Walkers, person: People) -> None:
    visitor = walker()
    service, example = _service()
    visitor.sign_in(person(example.given), f"/services/{service.operation}/apply/")
    visitor.fill_in(service, example.answers_on(clock.today()))
    visitor.main.locator("button", has_text="确认提交").dblclick()
    visitor.page.wait_for_url("**/h5/receipt/**")
    receipt = visitor.path
    visitor.page.go_back()
    visitor.page.wait_for_url("**/h5/receipt/**")
    assert visitor.path == receipt
    visitor.go("/cases/")
    expect(visitor.main.locator("a[href^='/cases/']")).to_have_count(1)


def test_what_is_typed_but_not_sent_goes_on_with_another_phone(
    walker: Walkers, person: People
) -> None:
    service, example = _service()
    name, typed = next((n, v) for n, v in example.answers.items() if n.endswith("address"))
    somebody = person(example.given)
    first = walker()
    first.sign_in(somebody, f"/services/{service.operation}/apply/")
    first.page.locator("[name=acting][value=self]").check()
    first.press("下一步")
    with first.page.expect_request("**/apply/draft/"):
        first.page.locator(f"[name='answers.{name}']").press_sequentially(str(typed))
    first.page.wait_for_timeout(500)
    first.page.context.close()
    second = walker()
    second.sign_in(somebody, f"/services/{service.operation}/apply/")
    second.press("接着填")
    expect(second.page.locator(f"[name='answers.{name}']")).to_have_value(str(typed))


def test_an_application_by_the_keyboard_alone(walker: Walkers, person: People) -> None:
    visitor = walker(width=1280, height=800)
    service, example = _service()
    visitor.sign_in(person(example.given), f"/services/{service.operation}/apply/")
    for _ in range(20):
        if visitor.path.endswith("/check/"):
            break
        _by_keyboard(visitor, service, example)
    _tab_to(visitor, "确认提交")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/h5/receipt/**")
    _expect_receipt(visitor)


def _by_keyboard(visitor: Walker, service: AnyService, example: Example) -> None:
    """Fill in one step: Tab from control to control, Space on choices, letters into boxes."""
    for _ in range(120):
        visitor.page.keyboard.press("Tab")
        if answer_focused(visitor, service, example.answers_on(clock.today())):
            return
    raise AssertionError(f"the keyboard did not come to the end of {visitor.path}")


def _tab_to(visitor: Walker, words: str) -> None:
    for _ in range(60):
        visitor.page.keyboard.press("Tab")
        if words in str(visitor.page.evaluate("document.activeElement.textContent")):
            return
    raise AssertionError(f"the keyboard does not reach “{words}”")
