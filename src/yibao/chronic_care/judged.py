"""What the rules judge: policy numbers, the recognitions a person has, and what is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Policy:
    """The policy numbers that hold for a person's home region on the day of applying."""

    starts_after_days: int
    chronic_valid_months: int
    special_valid_months: int
    review_window_days: int
    diseases_at_most: int
    hospitals_at_most: int
    proof_months: int
    review_proof_months: int
    hospital_change_months: int
    hospital_change_starts_after_days: int


@dataclass(frozen=True)
class ChosenHospital:
    """A hospital of a recognition; ``ends_on`` is its last day, None: as long as the other."""

    code: str
    name: str
    starts_on: date
    ends_on: date | None = None
    is_change: bool = False
    id: int = 0


@dataclass(frozen=True, kw_only=True)
class Held:
    """What the rules know of a recognition that the person has. ``ends_on`` is its last day."""

    number: str
    disease_code: str
    disease_group: str
    starts_on: date
    ends_on: date
    is_reviewed: bool = False
    hospitals: Sequence[ChosenHospital] = ()

    def hospitals_from(self, day: date) -> list[ChosenHospital]:
        """Return the hospitals that are chosen on ``day`` or later."""
        return [one for one in self.hospitals if one.ends_on is None or one.ends_on >= day]


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts:
    """All that decides whether somebody may apply for a recognition.

    ``insurance`` is the name of the one that the person has, where the service is for another.
    """

    applied_on: date
    policy: Policy
    disease_code: str
    disease_group: str
    disease_name: str
    is_listed: bool
    diagnosed_on: date
    is_enrolled: bool = True
    is_benefit_normal: bool = True
    insurance: str = ""
    hospital_codes: Sequence[str] = ()
    held: Sequence[Held] = ()


@dataclass(frozen=True, kw_only=True)
class HospitalChangeFacts:
    """All that decides whether a hospital may be replaced by another from ``starts_on``."""

    policy: Policy
    recognition: Held
    new_hospital_code: str
    starts_on: date


@dataclass(frozen=True, kw_only=True)
class ReviewFacts:
    """All that decides whether a recognition may be reviewed."""

    applied_on: date
    policy: Policy
    recognition: Held
    disease_name: str
    checked_on: date
    is_benefit_normal: bool
