"""A browser without a screen: follows pages, fills forms, keeps cookies. For the demonstration."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin


@dataclass
class Form:
    """A form of a page: where it goes, what stands in it, and what can be filled in."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def filled(self, answers: dict[str, str]) -> list[tuple[str, str]]:
        """Return what is sent: the answers, and what stands in the other fields."""
        kept = [(name, value) for name, value in self.fields if name not in answers]
        return kept + list(answers.items())


@dataclass
class Page:
    """A page: its address, its text and its forms."""

    url: str
    text: str
    forms: list[Form]

    def form_with(self, name: str) -> Form:
        """Return the form that has a field of this name."""
        for form in self.forms:
            if name in form.names:
                return form
        raise LookupError(f"no form with {name!r} at {self.url}")

    def form_to(self, part: str) -> Form:
        """Return the form that is sent to an address with ``part`` in it."""
        for form in self.forms:
            if part in form.action:
                return form
        raise LookupError(f"no form to {part!r} at {self.url}")


class Browser:
    """One person's browser."""

    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def open(self, url: str, data: list[tuple[str, str]] | None = None) -> Page:
        """Open an address, or send a form there. A page that refuses is a page, too."""
        content = None if data is None else urlencode(data).encode()
        request = urllib.request.Request(url, content, {"Referer": url})  # noqa: S310 - loopback
        try:
            answer = self._opener.open(request, timeout=30)
        except HTTPError as refusal:
            answer = refusal
        with answer:
            reader = _Reader()
            reader.feed(answer.read().decode())
            return Page(answer.url, " ".join(reader.words), reader.forms)

    def submit(self, page: Page, form: Form, answers: dict[str, str] | None = None) -> Page:
        """Fill the form and send it."""
        url = urljoin(page.url, form.action) if form.action else page.url
        return self.open(url, form.filled(answers or {}))


class _Reader(HTMLParser):
    """Collects text and forms."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.forms: list[Form] = []
        self._select = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"script", "style"}:
            self._hidden += 1
        elif tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif self.forms and given.get("name"):
            self._field(tag, given)
        if tag == "option" and self.forms and self._select and "selected" in given:
            fields = self.forms[-1].fields
            fields[-1] = (self._select, given.get("value", ""))

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given["name"], given.get("type", "text")
        self.forms[-1].names.add(name)
        is_ticked = kind not in {"radio", "checkbox"} or "checked" in given
        if tag == "button" or kind in {"submit", "file"} or "disabled" in given or not is_ticked:
            return
        if tag == "select":
            self._select = name
        default = "on" if kind == "checkbox" else ""
        self.forms[-1].fields.append((name, given.get("value", default)))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._hidden -= 1
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.words.append(data.strip())
