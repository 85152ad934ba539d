"""What other packages may ask of the register of institutions and agencies: one statement each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yibao.platform.database import Sql
from yibao.providers.actions import (
    TOPIC,
    close_capability,
    open_capability,
    save_agency,
    sign_agreement,
    turn_agreement,
)
from yibao.providers.details import AgencyRow, Agreement, InstitutionRow, Opening, Stamp
from yibao.providers.importing import import_institutions
from yibao.providers.kinds import AgencyLevel, AgreementKind, Capability, ProviderKind
from yibao.providers.states import AgreementState
from yibao.reference import regions

__all__ = [
    "TOPIC",
    "AgencyLevel",
    "AgencyOfRegion",
    "AgencyRow",
    "Agreement",
    "AgreementKind",
    "AgreementState",
    "Capability",
    "InstitutionOnDay",
    "InstitutionRow",
    "Opening",
    "ProviderKind",
    "Stamp",
    "agency_of_region",
    "close_capability",
    "has_capability",
    "import_institutions",
    "institution_on",
    "open_capability",
    "save_agency",
    "sign_agreement",
    "turn_agreement",
]


@dataclass(frozen=True, slots=True)
class InstitutionOnDay:
    """An institution as it stands on a day.

    ``level`` is a code of the table ``hospital_level``, empty for a pharmacy. ``is_designated``: an
    agreement of the basic insurance is in force on that day, at present to ``designated_until``.
    """

    code: str
    kind: ProviderKind
    name: str
    region: str
    level: str
    designated_until: date | None

    @property
    def is_designated(self) -> bool:
        """Tell whether the insurance may settle with it."""
        return self.designated_until is not None


@dataclass(frozen=True, slots=True)
class AgencyOfRegion:
    """The office that runs the insurance of a region, as it is told to people."""

    code: str
    name: str
    level: AgencyLevel
    region: str
    address: str
    phone: str
    working_hours: str


_INSTITUTION = """
SELECT p.code, p.kind, p.name, p.region, p.level, (
  SELECT a.ends_on FROM provider_agreement a WHERE a.provider_id = p.id AND a.kind = 'basic'
    AND a.state = 'effective' AND %(day)s BETWEEN a.starts_on AND a.ends_on)
FROM provider p WHERE p.code = %(code)s
"""
_CAPABILITY = """
SELECT EXISTS (
  SELECT FROM provider p JOIN provider_capability c ON c.provider_id = p.id
  WHERE p.code = %(code)s AND c.capability = %(capability)s
    AND (%(disease)s::text = '' OR c.disease_code IN ('', %(disease)s::text))
    AND c.starts_on <= %(day)s AND coalesce(c.ends_on >= %(day)s, true)
    AND EXISTS (
      SELECT FROM provider_agreement a WHERE a.provider_id = p.id AND a.kind = 'basic'
        AND a.state = 'effective' AND %(day)s BETWEEN a.starts_on AND a.ends_on))
"""
_AGENCY = """
SELECT code, name, level, region, address, phone, working_hours FROM agency
WHERE region = ANY(%(regions)s) AND is_principal AND is_open
ORDER BY array_position(%(regions)s::text[], region::text) LIMIT 1
"""


def institution_on(sql: Sql, code: str, day: date) -> InstitutionOnDay | None:
    """Return the institution with this national code as it stands on ``day``; None if unknown."""
    sql.execute(_INSTITUTION, {"code": code, "day": day}, prepare=True)
    row = sql.fetchone()
    return None if row is None else InstitutionOnDay(row[0], ProviderKind(row[1]), *row[2:])


def has_capability(
    sql: Sql, code: str, capability: Capability, day: date, *, disease_code: str = ""
) -> bool:
    """Tell whether an institution is designated on ``day`` and open for ``capability`` then.

    ``disease_code``: for that disease, where it is open for that one or for all of them.
    """
    values = {"code": code, "capability": capability.value, "disease": disease_code, "day": day}
    sql.execute(_CAPABILITY, values, prepare=True)
    row = sql.fetchone()
    return row is not None and bool(row[0])


def agency_of_region(sql: Sql, region: str) -> AgencyOfRegion | None:
    """Return the principal agency of a region, else of the prefecture or province it lies in.

    Raises:
        RegionUnknown: no such place.
    """
    path = [each.code for each in reversed(regions.path(region))]
    sql.execute(_AGENCY, {"regions": path}, prepare=True)
    row = sql.fetchone()
    return None if row is None else AgencyOfRegion(row[0], row[1], AgencyLevel(row[2]), *row[3:])
