"""Which hospitals may refer somebody elsewhere (转诊资质, R-F5): asked from a register outside."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Protocol

from yibao.persons.outside import Outside
from yibao.remote_care.errors import HospitalsUnknown

logger = logging.getLogger(__name__)
_CHARACTERS_SHOWN = 20
"""A sentence to a person has room for this much of a hospital's name."""


@dataclass(frozen=True)
class Hospital:
    """A hospital as the register tells it, by its national code."""

    code: str
    name: str
    may_refer: bool

    @property
    def name_shown(self) -> str:
        """Return the hospital's name, shortened."""
        return self.name[:_CHARACTERS_SHOWN]


class HospitalRegister(Protocol):
    """The interface that a province connects: its hospitals, and which of them may refer."""

    def hospital(self, code: str) -> Hospital | None:
        """Return the hospital with this code, or None, within about a second.

        Raises:
            OSError: it does not answer (TimeoutError, ConnectionError).
        """
        ...


class SimulatedHospitals:
    """Knows two made-up hospitals: one may refer, one may not. A third code is slow."""

    MAY_REFER = Hospital("H52010300101", "贵阳测试医院", may_refer=True)
    MAY_NOT_REFER = Hospital("H52010300102", "云岩测试卫生院", may_refer=False)
    SLOW_CODE = "H52010300199"

    def hospital(self, code: str) -> Hospital | None:
        """Answer for the two; be too slow about the third."""
        if code == self.SLOW_CODE:
            raise TimeoutError
        known = {each.code: each for each in (self.MAY_REFER, self.MAY_NOT_REFER)}
        return known.get(code)


hospital_register: Outside[HospitalRegister] = Outside(SimulatedHospitals())


def hospital_of(code: str) -> Hospital | None:
    """Return the hospital with this code, or None.

    Raises:
        HospitalsUnknown: the register does not answer; nobody guesses.
    """
    try:
        return hospital_register.current().hospital(code)
    except OSError as silence:
        logger.warning("the register of hospitals did not answer")
        raise HospitalsUnknown from silence
