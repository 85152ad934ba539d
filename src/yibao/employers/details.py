"""What an employer says about itself, and what the register has of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yibao.catalogue.case import Identity
from yibao.employers.states import EmployerItem, EmployerKind, InsuranceState


@dataclass(frozen=True, slots=True, repr=False)
class NewEmployer:
    """Everything that an enrolment says. Personal data: never into a log."""

    credit_code: str
    name: str
    kind: EmployerKind
    region: str
    address: str
    legal_representative: str
    bank_name: str
    bank_account: str
    starts_on: date


@dataclass(frozen=True, slots=True, repr=False)
class Operator:
    """Who acts for an employer (经办人). Personal data: never into a log."""

    identity: Identity
    phone: str


@dataclass(frozen=True, slots=True)
class HeldInsurance:
    """One insurance of an employer."""

    insurance_type: str
    state: InsuranceState
    starts_on: date


@dataclass(frozen=True, slots=True, repr=False)
class KnownEmployer:
    """A valid employer as its operator sees it, opened. Personal data: never into a log."""

    id: UUID
    number: str
    credit_code: str
    name: str
    kind: EmployerKind
    region: str
    address: str
    legal_representative: str
    bank_name: str
    bank_account: str
    row_version: int
    operator_phone: str
    insurances: tuple[HeldInsurance, ...]

    def in_state(self, state: InsuranceState) -> tuple[str, ...]:
        """Return the insurances (code table insurance_type) that are in this state."""
        return tuple(held.insurance_type for held in self.insurances if held.state is state)


@dataclass(frozen=True, slots=True, repr=False)
class Change:
    """One item before and after. Personal data: never into a log."""

    item: EmployerItem
    before: str
    after: str
