"""Which hospitals are designated, open for a disease, and may recognise it: asked from outside.

Everything that the package knows of hospitals comes through this module, so that another register
can be put behind it. The simulator knows a few made-up hospitals.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from yibao.catalogue.case import Identity
from yibao.chronic_care import errors
from yibao.persons import outside
from yibao.persons.outside import Outside
from yibao.platform.database import Sql

logger = logging.getLogger(__name__)
CONCLUSIONS = "hospital_recognitions"
SILENT_HOSPITAL = "H52010099999"
"""The simulator falls silent when it is asked about this one."""
_CHARACTERS = 15
"""A sentence to a person has room for this much of a hospital's name."""


@dataclass(frozen=True)
class Institution:
    """A designated hospital as its register tells it on a day.

    ``diseases`` are the codes of those it treats for the insurance; None: all.
    """

    code: str
    name: str
    diseases: frozenset[str] | None = None
    may_recognise: bool = False
    designated_until: date | None = None

    @property
    def name_shown(self) -> str:
        """Return the name, shortened."""
        return self.name[:_CHARACTERS]


@dataclass(frozen=True)
class HospitalConclusion:
    """What a hospital concluded about a person and a disease, with the day."""

    disease_code: str
    hospital_code: str
    is_met: bool
    concluded_on: date


class InstitutionRegister(Protocol):
    """The interface that a province connects."""

    def designated(self, code: str, day: date) -> Institution | None:
        """Return the hospital that is designated on the day, within about a second, or None.

        Raises:
            OSError: it does not answer (TimeoutError, ConnectionError).
        """
        ...

    def conclusions_about(self, identity: Identity) -> Sequence[HospitalConclusion]:
        """Return what hospitals concluded about a person, in any order.

        Raises:
            OSError: it does not answer (TimeoutError, ConnectionError).
        """
        ...


_SIMULATED = {
    found.code: found
    for found in (
        Institution("H52010000011", "贵阳市测试医院", may_recognise=True),
        Institution("H52010000012", "贵阳市测试第二医院", may_recognise=True),
        Institution("H52010000013", "测试社区卫生服务中心", frozenset({"M03900", "M01600"})),
        Institution("H52010000014", "已退出的测试医院", designated_until=date(2025, 1, 1)),
    )
}


class SimulatedInstitutions:
    """Knows four made-up hospitals, and what it was told that they concluded."""

    def designated(self, code: str, day: date) -> Institution | None:
        """Answer from the table."""
        if code == SILENT_HOSPITAL:
            raise TimeoutError
        found = _SIMULATED.get(code)
        if found is None or (found.designated_until is not None and day >= found.designated_until):
            return None
        return found

    def conclusions_about(self, identity: Identity) -> Sequence[HospitalConclusion]:
        """Answer as told; about everybody else nothing was concluded."""
        answer = outside.simulated_answer(CONCLUSIONS, identity)
        if not answer:
            return []
        disease, hospital, verdict, day = answer.split("|")
        return [HospitalConclusion(disease, hospital, verdict == "met", date.fromisoformat(day))]


institution_register: Outside[InstitutionRegister] = Outside(SimulatedInstitutions())


def open_for_disease(code: str, disease_code: str, day: date, *, at: str) -> Institution:
    """Return the hospital, designated and open for the disease on the day; ``at`` names the field.

    Raises:
        HospitalNotDesignated, DiseaseNotOpened: it is not.
        InstitutionsUnknown: the register does not answer; nobody guesses.
    """
    found = _ask(code, day, at)
    if found.diseases is not None and disease_code not in found.diseases:
        raise errors.DiseaseNotOpened(hospital=found.name_shown, at=at)
    return found


def recognising(code: str, disease_code: str, day: date, *, at: str) -> Institution:
    """Return the hospital, which may recognise the disease on the day.

    Raises:
        HospitalMayNotRecognise: it may not; and what ``open_for_disease`` raises.
    """
    found = open_for_disease(code, disease_code, day, at=at)
    if not found.may_recognise:
        raise errors.HospitalMayNotRecognise(hospital=found.name_shown, at=at)
    return found


def conclusion_about(identity: Identity, disease_code: str) -> HospitalConclusion | None:
    """Return the latest conclusion about the person and the disease; None also for silence.

    A silent register costs an assessment by an expert, never a wrong recognition.
    """
    try:
        told = institution_register.current().conclusions_about(identity)
    except OSError:
        logger.warning("the register of hospital conclusions did not answer")
        return None
    about = [one for one in told if one.disease_code == disease_code]
    # Of two on one day the one against counts: an expert looks, and nobody gains by a contradiction.
    return max(about, key=lambda one: (one.concluded_on, not one.is_met), default=None)


def simulate_conclusion(
    sql: Sql, identity: Identity, conclusion: HospitalConclusion | None
) -> None:
    """Let the simulator tell of a conclusion, or of none."""
    answer = ""
    if conclusion is not None:
        verdict = "met" if conclusion.is_met else "unmet"
        parts = (conclusion.disease_code, conclusion.hospital_code, verdict)
        answer = "|".join((*parts, conclusion.concluded_on.isoformat()))
    outside.simulate(sql, CONCLUSIONS, identity, answer)


def _ask(code: str, day: date, at: str) -> Institution:
    try:
        found = institution_register.current().designated(code, day)
    except OSError as silence:
        logger.warning("the register of designated hospitals did not answer")
        raise errors.InstitutionsUnknown(at=at) from silence
    if found is None:
        raise errors.HospitalNotDesignated(hospital_code=code, at=at)
    return found
