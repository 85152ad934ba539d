"""Every kind of page, and how one comes to it: for the tests that look at all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.journeys.people import Newcomer
from tests.journeys.walking import Walker
from yibao.catalogue import registry
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.directory import directory
from yibao.catalogue.service import AnyService, Example
from yibao.platform import clock

Visit = Callable[[str], None]


def application() -> tuple[AnyService, Example]:
    """Return the application with the most questions, and its first example that is granted."""
    services = [each for each in registry.services().values() if not each.workflow.is_query]
    service = max(services, key=lambda each: len(each.answers.fields()))
    return service, next(each for each in service.examples if not each.fails_with)


def pathfinder() -> tuple[AnyService, Example]:
    """Return an application that anybody insured can make, for the way to a receipt."""
    service = registry.services()["remote_long_file"]
    return service, next(each for each in service.examples if not each.fails_with)


def telling() -> dict[str, AnyService]:
    """Return the services that stand for all: of each template and kind of question, one.

    All pages come from the same templates; what can differ is the questions. Every service is
    walked through in test_every_service.py; here a page is measured in several sizes and modes.
    """
    chosen: dict[str, AnyService] = {}
    seen: set[tuple[object, object]] = set()
    by_length = sorted(registry.services().values(), key=lambda each: -len(each.answers.fields()))
    for service in by_length:
        kinds = {field.kind for field in service.answers.fields().values()} or {""}
        new = {(service.workflow.template, kind) for kind in kinds} - seen
        if new:
            chosen[service.operation] = service
            seen |= new
    return chosen


def public_pages() -> list[str]:
    """Return the pages that need no sign-in."""
    declared = telling()
    not_open = next((each for each in directory() if each not in registry.services()), "")
    public = [
        f"/services/{operation}/query/"
        for operation, each in declared.items()
        if each.workflow.is_query and each.identity_level is IdentityLevel.PUBLIC
    ]
    return [
        "/", "/?q=外地看病", "/?q=qqqq", "/browse/do/", "/browse/ask/", "/browse/all/", "/help/",
        "/sign-in/", "/verify/", "/verify/?code=x", "/h5/launch/?ticket=x", "/no-such-page/",
        *(f"/services/{operation}/" for operation in declared),
        *([f"/services/{not_open}/"] if not_open else []),
        *public[:1],
    ]  # fmt: skip


def walk_everywhere(walker: Walker, somebody: Newcomer) -> Iterator[str]:
    """Come to every kind of page in turn and give its name; the caller looks at it."""
    for path in public_pages():
        walker.go(path)
        yield path
    yield from _through_the_sign_in(walker, somebody)
    yield from _through_an_application(walker)
    yield from _to_what_came_of_it(walker)


def _through_the_sign_in(walker: Walker, somebody: Newcomer) -> Iterator[str]:
    walker.go("/sign-in/")
    walker.press("获取验证码")
    yield "sign-in with errors"
    walker.sign_in(somebody, "/cases/", strongly=False)
    yield "my cases, none"
    walker.go("/sign-in/face/")
    yield "face check"
    walker.press("模拟核验通过")


def _through_an_application(walker: Walker) -> Iterator[str]:
    service, _ = application()
    walker.go(f"/services/{service.operation}/apply/")
    yield "for whom"
    walker.press("下一步")
    yield "for whom, with errors"
    walker.page.locator("[name=acting][value=agent]").check()
    yield "for somebody else"
    walker.page.locator("[name=acting][value=self]").check()
    walker.press("下一步")
    yield "questions"
    walker.press("下一步")
    yield "questions with errors"
    walker.go(f"/services/{service.operation}/apply/materials/")
    yield "materials"
    for box in walker.main.locator(".paper").all():
        ways = box.locator("input[type=radio]")
        ways.nth(ways.count() - 1).check()
    yield "materials, the last way"
    walker.press("下一步")
    yield "after materials"
    walker.go(f"/services/{service.operation}/apply/")
    yield "going on"


def _to_what_came_of_it(walker: Walker) -> Iterator[str]:
    service, example = pathfinder()
    walker.go(f"/services/{service.operation}/apply/")
    walker.fill_in(service, example.answers_on(clock.today()))
    yield "check"
    walker.press("确认提交")
    yield "receipt"
    walker.press("看办理进度")
    yield "progress"
    walker.go("/cases/")
    yield "my cases"
    for operation, each in telling().items():
        if each.workflow.is_query:
            walker.go(f"/services/{operation}/query/")
            yield f"query {operation}"
