"""What an applicant puts right after 一次性告知补正: materials given anew, answers changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from yibao.casework import decisions, materials
from yibao.casework.states import CaseStep
from yibao.catalogue.material import Material
from yibao.kernel.errors import DomainError
from yibao.platform import database
from yibao.portal import answers, case_reading, paperwork
from yibao.portal.case_reading import OwnCase
from yibao.portal.drafts import Paper
from yibao.portal.errors import NothingCorrected
from yibao.portal.signed_in import SignedIn


@dataclass
class Correction:
    """A case to be put right: what was handed in, and what changes. ``answers`` are as typed."""

    case: OwnCase
    person: SignedIn
    before: dict[str, str]
    answers: dict[str, str]
    papers: dict[str, Paper] = field(default_factory=dict)

    @property
    def wanted(self) -> list[Material]:
        """Return every material of the service: any of them may have been objected to."""
        return self.case.service.all_materials()

    @property
    def has_changed_answers(self) -> bool:
        """Tell whether an answer was changed."""
        names = {*self.before, *self.answers}
        return any(self.before.get(name, "") != self.answers.get(name, "") for name in names)

    def collect(
        self, sent: Mapping[str, str], uploaded: Mapping[str, UploadedFile[Any]]
    ) -> list[DomainError]:
        """Take what the page sent and return everything that is wrong with it."""
        form = self.case.service.answers
        if "_asked" in sent:
            self.answers |= answers.collect(form, sent, list(form.fields()))
        given = [each for each in self.wanted if _is_given(each, sent, uploaded)]
        if not given and not self.has_changed_answers:
            return [NothingCorrected()]
        wrong = answers.problems(form, self.answers) if self.has_changed_answers else []
        self.papers, errors = paperwork.collect(given, sent, uploaded, {}, self.person)
        return [*wrong, *errors]

    def hand_in(self, row_version: int) -> None:
        """Hand the correction in. Raises DomainError, Several."""
        items = paperwork.travelling(self.wanted, self.papers)
        subject = case_reading.contents(self.case).subject
        with database.reading() as sql:
            given = materials.read(
                sql,
                self.case.service,
                items,
                wanted=(),
                subject=subject,
                owner=self.person.file_owner,
            )
        wanted = answers.wanted(self.case.service.answers, self.answers)
        decisions.correct(
            self.case.id,
            given,
            operator=self.person.operator,
            row_version=row_version,
            answers=wanted if self.has_changed_answers else None,
        )


def correction_of(case: OwnCase, person: SignedIn) -> Correction:
    """Return a correction of a case in which nothing has changed yet."""
    before = {name: _text(value) for name, value in case_reading.contents(case).answers.items()}
    return Correction(case, person, before, dict(before))


def told(case: OwnCase) -> list[str]:
    """Return what the officer asked to be put right, one line each."""
    for happening in case_reading.history(case):
        if happening.step is CaseStep.REQUEST_CORRECTION:
            return happening.note.splitlines()
    return []


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _is_given(
    material: Material, sent: Mapping[str, str], uploaded: Mapping[str, UploadedFile[Any]]
) -> bool:
    name = paperwork.path_of(material)
    is_pledged = sent.get(f"{name}.pledge") == "yes"
    return is_pledged or bool(uploaded.get(f"{name}.camera") or uploaded.get(f"{name}.file"))
