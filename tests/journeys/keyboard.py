"""What somebody without a mouse does at each control that gets the focus."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.journeys.walking import Walker
from yibao.catalogue.service import AnyService
from yibao.platform import clock
from yibao.reference import regions

_FOCUSED = """() => {
  const e = document.activeElement;
  const style = getComputedStyle(e);
  return {tag: e.tagName, type: e.type || "", name: e.name || "", value: e.value || "",
          text: e.textContent.trim(), outline: style.outlineStyle + " " + style.outlineWidth,
          in_main: !!e.closest("main")};
}"""


def answer_focused(walker: Walker, service: AnyService, answers: Mapping[str, object]) -> bool:
    """Do what is right at the focused control; tell whether that sent the form."""
    control = walker.page.evaluate(_FOCUSED)
    assert control["outline"] != "none 0px", f"the focus does not show at {control}"
    if not control["in_main"]:
        return False
    if control["tag"] == "BUTTON" and control["text"] == "下一步":
        with walker.page.expect_navigation():
            walker.page.keyboard.press("Enter")
        return True
    if control["tag"] == "SELECT":
        _choose(walker, control, answers)
    elif control["type"] in {"radio", "checkbox"}:
        _tick(walker, control, service, answers)
    elif control["tag"] == "INPUT" and not control["value"] and control["type"] == "text":
        walker.page.keyboard.type(_text_for(control["name"], service, answers))
    return False


def _choose(walker: Walker, control: dict[str, Any], answers: Mapping[str, object]) -> None:
    """Go down the list until the option is the chosen one."""
    name, _, part = control["name"].removeprefix("answers.").partition(".")
    if name not in answers:
        return
    rank = {"province": 0, "prefecture": 1, "county": 2}.get(part, 0)
    steps = regions.path(str(answers[name]))
    if rank >= len(steps):
        return
    for _ in range(60):
        if walker.page.evaluate("document.activeElement.value") == steps[rank].code:
            break
        walker.page.keyboard.press("ArrowDown")
    walker.page.wait_for_load_state("networkidle")  # the next list is being filled


def _tick(
    walker: Walker, control: dict[str, Any], service: AnyService, answers: Mapping[str, object]
) -> None:
    name = control["name"].removeprefix("answers.")
    if name == "acting" or control["type"] == "checkbox":
        walker.page.keyboard.press("Space")
    elif name in service.answers.fields() and name in answers:
        for _ in range(10):
            if walker.page.evaluate("document.activeElement.value") == str(answers[name]):
                walker.page.keyboard.press("Space")
                return
            walker.page.keyboard.press("ArrowDown")


def _text_for(name: str, service: AnyService, answers: Mapping[str, object]) -> str:
    field, _, part = name.removeprefix("answers.").partition(".")
    if part:
        return str(getattr(clock.today() + timedelta(days=1), part))
    return str(answers.get(field, "")) if field in service.answers.fields() else ""
