"""A query being asked: what was typed stays, sealed, in the session, for the page to be reloaded.

Nothing of it stands in an address.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.http import HttpRequest

from yibao.casework import engine
from yibao.casework.submission import Caller, Submission
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.service import AnyService
from yibao.kernel.errors import DomainError
from yibao.portal import answers, signed_in
from yibao.portal.applying import OTHER, SELF, problems_of_people
from yibao.portal.drafts import Content
from yibao.portal.pages import address_of
from yibao.portal.signed_in import OWN_CHANNEL, SignedIn


@dataclass
class Query:
    """A service that is a query, who asks (nobody for a public one), and what was typed."""

    service: AnyService
    person: SignedIn | None
    content: Content

    @property
    def may_be_for_another(self) -> bool:
        """Tell whether somebody may ask for another person."""
        return self.person is not None and self.service.agents_allowed

    @property
    def is_for_another(self) -> bool:
        """Tell whether the person asks for somebody else."""
        return self.may_be_for_another and self.content.acting == OTHER

    @property
    def subject(self) -> dict[str, str] | None:
        """Return whom it is about, as it travels; None for a public query."""
        if self.is_for_another:
            return dict(self.content.subject)
        return None if self.person is None else self._own()

    @property
    def agent(self) -> dict[str, str] | None:
        """Return who asks for the subject, as it travels, or None."""
        if not self.is_for_another:
            return None
        return self._own() | {"phone": self.content.phone, "relation": self.content.relation}

    def problems(self) -> list[DomainError]:
        """Return what is wrong before the engine is asked."""
        people = problems_of_people(self.subject or {}, self.agent) if self.is_for_another else []
        return [*people, *answers.problems(self.service.answers, self.content.answers)]

    def answer(self) -> object:
        """Ask the engine. Raises DomainError, Several."""
        submission = Submission(
            service=self.service,
            caller=self.person.caller() if self.person else _anybody(),
            subject=self.subject,
            agent=self.agent,
            answers=answers.wanted(self.service.answers, self.content.answers),
            request_number="",
            digest=b"",
        )
        return engine.perform(submission).result

    def _own(self) -> dict[str, str]:
        assert self.person is not None  # noqa: S101 - a public query is about nobody
        return {
            "certificate_type": self.person.certificate_type,
            "certificate_number": self.person.certificate_number,
            "name": self.person.name,
        }


def remembered(request: HttpRequest, service: AnyService) -> Content | None:
    """Return what was typed last for this query, or None."""
    text = signed_in.keep_of(request.session, _key(service))
    return None if text is None else msgspec.json.decode(text, type=Content)


def remember(request: HttpRequest, query: Query) -> None:
    """Keep what was typed until sign-out."""
    text = msgspec.json.encode(query.content).decode()
    signed_in.keep(request.session, _key(query.service), text)


def who_asks(query: Query, request: HttpRequest) -> str:
    """Return by whom queries are counted: the person, or for a public query the address."""
    return query.person.index.hex() if query.person else address_of(request)


def blank() -> Content:
    """Return a query about oneself."""
    return Content(acting=SELF)


def _key(service: AnyService) -> str:
    return f"portal.query.{service.operation}"


def _anybody() -> Caller:
    return Caller(channel=OWN_CHANNEL, identity_level=IdentityLevel.PUBLIC)
