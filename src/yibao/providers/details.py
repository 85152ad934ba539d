"""What is written into the register: institutions, agreements, openings, agencies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yibao.providers.kinds import AgencyLevel, AgreementKind, Capability, ProviderKind


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who is responsible for a write, in which case, and when."""

    operator: str
    case_number: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """An institution is open for something from a day, until a last day or for good."""

    capability: Capability
    starts_on: date
    ends_on: date | None = None
    disease_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement from its first to its last day."""

    number: str
    starts_on: date
    ends_on: date
    kind: AgreementKind = AgreementKind.BASIC


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionRow:
    """A hospital, clinic or pharmacy with its agreements and what it is open for.

    ``place`` is longitude and latitude in millionths of a degree (CGCS2000). ``level`` is a code of
    the table ``hospital_level``, empty for a pharmacy.
    """

    code: str
    kind: ProviderKind
    name: str
    region: str
    address: str
    phone: str = ""
    place: tuple[int, int] | None = None
    level: str = ""
    opening_hours: str = ""
    departments: str = ""
    licence_number: str = ""
    url: str = ""
    agreements: tuple[Agreement, ...] = ()
    openings: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow:
    """An agency. ``operations`` are the services that it handles; none means all of them."""

    code: str
    name: str
    level: AgencyLevel
    region: str
    address: str
    phone: str = ""
    place: tuple[int, int] | None = None
    working_hours: str = ""
    operations: tuple[str, ...] = ()
    is_principal: bool = True
    is_open: bool = True
