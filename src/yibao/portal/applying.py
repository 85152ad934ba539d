"""One application being filled in: what it asks for, what is still open, what travels.

Nothing here knows HTTP; the pages in ``views`` show it, ``submitting`` hands it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from yibao.casework import authority, materials
from yibao.casework.identities import read_agent, read_subject
from yibao.catalogue.case import Agent, Identity
from yibao.catalogue.form import Form
from yibao.catalogue.material import Material
from yibao.catalogue.service import AnyService
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock, database
from yibao.portal import answers, paperwork
from yibao.portal.drafts import Content, Draft
from yibao.portal.errors import ActingNotChosen
from yibao.portal.signed_in import SignedIn

SELF, OTHER = "self", "agent"
STEP_LABELS = {"who": "给谁办", "questions": "填信息", "materials": "交材料", "check": "核对提交"}


@dataclass
class Application:
    """A service, who fills in, and the draft."""

    service: AnyService
    person: SignedIn
    draft: Draft

    @property
    def content(self) -> Content:
        """Return what was typed so far."""
        return self.draft.content

    @property
    def steps(self) -> list[str]:
        """Return the steps that this service has, in order."""
        steps = ["who"] if self.service.agents_allowed else []
        if self.service.answers.fields():
            steps.append("questions")
        if self.service.all_materials():
            steps.append("materials")
        return [*steps, "check"]

    @property
    def is_for_another(self) -> bool:
        """Tell whether the person acts for somebody else (代办)."""
        return self.content.acting == OTHER

    @property
    def subject(self) -> dict[str, str]:
        """Return whom it is about, as it travels."""
        return dict(self.content.subject) if self.is_for_another else _travelling(self.person)

    @property
    def agent(self) -> dict[str, str] | None:
        """Return who acts for the subject, as it travels, or None."""
        if not self.is_for_another:
            return None
        return _travelling(self.person) | {
            "phone": self.content.phone,
            "relation": self.content.relation,
        }

    @property
    def answers(self) -> dict[str, object]:
        """Return the answers to what is asked, as they travel."""
        return answers.wanted(self.service.answers, self.content.answers)

    @cached_property
    def materials(self) -> list[Material]:
        """Return the materials that this situation asks for."""
        # Questions that are still unanswered meet no condition, so this works half-way, too.
        form = self.service.answers({})
        for name in answers.asked(self.service.answers, self.content.answers):
            form.values[name] = _parsed(self.service.answers, name, self.content.answers)
        return materials.needed(self.service, form, with_agent=self._must_show_mandate())

    def problems_of(self, step: str) -> list[DomainError]:
        """Return what is still open or wrong in a step."""
        if step == "who":
            return problems_of_who(self)
        if step == "questions":
            return answers.problems(self.service.answers, self.content.answers)
        if step == "materials":
            return paperwork.incomplete(self.materials, self.content.papers)
        return []

    def first_open_step(self) -> str:
        """Return the first step that is not complete yet."""
        for step in self.steps[:-1]:
            if self.problems_of(step) or not self._has_been_seen(step):
                return step
        return "check"

    def all_problems(self) -> list[DomainError]:
        """Return everything that stands between this and being handed in."""
        return [error for step in self.steps for error in self.problems_of(step)]

    def _has_been_seen(self, step: str) -> bool:
        if step == "questions":
            return all(name in self.content.seen for name in self.asked)
        return step != "materials" or not self.materials or self.content.has_seen_papers

    @property
    def asked(self) -> list[str]:
        """Return the questions that the answers so far lead to."""
        return answers.asked(self.service.answers, self.content.answers)

    def _must_show_mandate(self) -> bool:
        if not self.is_for_another:
            return False
        try:
            subject, agent = read_who(self)
        except (DomainError, Several):
            return True
        if agent is None:
            return False
        with database.reading() as sql:
            return authority.needs_mandate(sql, self.service, subject, agent, clock.today())


def read_who(application: Application) -> tuple[Identity, Agent | None]:
    """Return subject and agent, checked. Raises DomainError, Several."""
    return read_subject(application.subject), read_agent(application.agent)


def problems_of_who(application: Application) -> list[DomainError]:
    """Return what is wrong with the people of an application."""
    if application.content.acting not in (SELF, OTHER):
        return [ActingNotChosen()]
    return problems_of_people(application.subject, application.agent)


def problems_of_people(
    subject: Mapping[str, str], agent: Mapping[str, str] | None
) -> list[DomainError]:
    """Return everything that is wrong with subject and agent."""
    errors: list[DomainError] = []
    for read, raw in ((read_subject, subject), (read_agent, agent)):
        try:
            read(raw)
        except Several as wrong:
            errors += wrong.errors
        except DomainError as error:
            error.at = error.at or "agent.phone"
            errors.append(error)
    return errors


def _travelling(person: SignedIn) -> dict[str, str]:
    return {
        "certificate_type": person.certificate_type,
        "certificate_number": person.certificate_number,
        "name": person.name,
    }


def _parsed(form: type[Form], name: str, raw: Mapping[str, str]) -> object:
    try:
        return form.fields()[name].parse(raw.get(name, ""))
    except DomainError:
        return None
