"""Changing the register: signing and turning agreements, opening and closing, saving agencies.

Each action is one statement that also checks, one entry in the audit log, and one message to those
who must know that an institution came or went.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import psycopg

from yibao.kernel.errors import DomainError
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql
from yibao.platform.outbox import api as outbox
from yibao.providers import errors
from yibao.providers.details import AgencyRow, Agreement, Opening, Stamp
from yibao.providers.kinds import AgreementKind, Capability
from yibao.providers.states import TURNS, AgreementState
from yibao.reference import regions

TOPIC = "providers.agreement_changed"

_SIGN = """
INSERT INTO provider_agreement (provider_id, kind, number, state, starts_on, ends_on, operator,
  case_number, changed_at)
SELECT id, %(kind)s, %(number)s, 'effective', %(starts_on)s, %(ends_on)s, %(operator)s, %(case)s,
  %(at)s
FROM provider WHERE code = %(code)s
"""
# A row that would turn on its first day becomes the new state whole; any other is cut in two.
_RUNNING = """
SELECT a.id, a.number, a.starts_on, a.ends_on FROM provider_agreement a
WHERE a.provider_id = (SELECT id FROM provider WHERE code = %(code)s) AND a.kind = %(kind)s
  AND %(day)s BETWEEN a.starts_on AND a.ends_on AND a.state = ANY(%(before)s)
FOR UPDATE
"""
_TURN_WHOLE = """
UPDATE provider_agreement SET state = %(state)s, operator = %(operator)s, case_number = %(case)s,
  changed_at = %(at)s WHERE id = %(id)s
"""
_SHORTEN = "UPDATE provider_agreement SET ends_on = %(day)s::date - 1 WHERE id = %(id)s"
_CONTINUE = """
INSERT INTO provider_agreement (provider_id, kind, number, state, starts_on, ends_on, operator,
  case_number, changed_at)
SELECT provider_id, kind, number, %(state)s, %(day)s, %(ends_on)s, %(operator)s, %(case)s, %(at)s
FROM provider_agreement WHERE id = %(id)s
"""
_OPEN = """
INSERT INTO provider_capability (provider_id, capability, disease_code, starts_on, ends_on, operator,
  changed_at)
SELECT id, %(capability)s, %(disease)s, %(starts_on)s, %(ends_on)s, %(operator)s, %(at)s
FROM provider WHERE code = %(code)s
"""
_CLOSE = """
UPDATE provider_capability c
SET ends_on = %(last_day)s, operator = %(operator)s, changed_at = %(at)s
FROM provider p
WHERE p.code = %(code)s AND c.provider_id = p.id AND c.capability = %(capability)s
  AND c.disease_code = %(disease)s AND c.starts_on <= %(last_day)s
  AND coalesce(c.ends_on > %(last_day)s, true)
"""
_SAVE_AGENCY = """
INSERT INTO agency (code, name, level, region, is_principal, address, phone, longitude, latitude,
  working_hours, operations, is_open, row_version, changed_at)
VALUES (%(code)s, %(name)s, %(level)s, %(region)s, %(is_principal)s, %(address)s, %(phone)s,
  %(longitude)s, %(latitude)s, %(working_hours)s, %(operations)s, %(is_open)s, 1, %(at)s)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level,
  region = excluded.region, is_principal = excluded.is_principal, address = excluded.address,
  phone = excluded.phone, longitude = excluded.longitude, latitude = excluded.latitude,
  working_hours = excluded.working_hours, operations = excluded.operations,
  is_open = excluded.is_open, row_version = agency.row_version + 1, changed_at = excluded.changed_at
"""


def sign_agreement(sql: Sql, code: str, agreement: Agreement, *, stamp: Stamp) -> None:
    """Let an agreement stand from its first to its last day.

    Raises:
        ProviderUnknown: the register has no such institution.
        AgreementOverlaps: an agreement of this kind stands on some of these days, in any state.
    """
    values = _stamped(stamp) | {
        "code": code,
        "kind": agreement.kind.value,
        "number": agreement.number,
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
    }
    try:
        _one_row(sql, _SIGN, values, errors.ProviderUnknown())
    except psycopg.errors.ExclusionViolation:
        raise errors.AgreementOverlaps from None
    days = {"from": agreement.starts_on.isoformat(), "until": agreement.ends_on.isoformat()}
    facts = {"kind": agreement.kind.value, "number": agreement.number} | days
    _tell(sql, code, "providers.agreement_signed", facts, stamp)


def turn_agreement(
    sql: Sql,
    code: str,
    state: AgreementState,
    *,
    day: date,
    stamp: Stamp,
    kind: AgreementKind = AgreementKind.BASIC,
) -> None:
    """Suspend, resume or terminate the agreement that stands on ``day``, from that day on.

    Raises:
        AgreementNotTurned: none stands on that day in a state from which this turn is possible.
    """
    before = [each.value for each, after in TURNS.items() if state in after]
    values = {"code": code, "kind": kind.value, "day": day, "before": before}
    with database.transaction() as inner:
        inner.execute(_RUNNING, values, prepare=True)
        row = inner.fetchone()
        if row is None:
            raise errors.AgreementNotTurned(state=state.label)
        changes = _stamped(stamp) | {"id": row[0], "state": state.value, "day": day}
        if row[2] == day:
            inner.execute(_TURN_WHOLE, changes, prepare=True)
        else:
            inner.execute(_SHORTEN, changes, prepare=True)
            inner.execute(_CONTINUE, changes | {"ends_on": row[3]}, prepare=True)
    facts = {"kind": kind.value, "number": row[1], "state": state.value, "from": day.isoformat()}
    _tell(sql, code, "providers.agreement_turned", facts, stamp)


def open_capability(sql: Sql, code: str, opening: Opening, *, stamp: Stamp) -> None:
    """Open an institution for something.

    Raises:
        ProviderUnknown: the register has no such institution.
        CapabilityOpen: it is open for that on some of these days.
    """
    values = _stamped(stamp) | {
        "code": code,
        "capability": opening.capability.value,
        "disease": opening.disease_code,
        "starts_on": opening.starts_on,
        "ends_on": opening.ends_on,
    }
    try:
        _one_row(sql, _OPEN, values, errors.ProviderUnknown())
    except psycopg.errors.ExclusionViolation:
        raise errors.CapabilityOpen(capability=opening.capability.label) from None
    facts = {"capability": opening.capability.value, "from": opening.starts_on.isoformat()}
    _tell(sql, code, "providers.capability_opened", facts, stamp)


def close_capability(
    sql: Sql,
    code: str,
    capability: Capability,
    *,
    last_day: date,
    stamp: Stamp,
    disease_code: str = "",
) -> None:
    """End what an institution is open for, after ``last_day``.

    Raises:
        CapabilityNotOpen: it is not open for that on that day, or ends then already.
    """
    values = _stamped(stamp) | {
        "code": code,
        "capability": capability.value,
        "disease": disease_code,
        "last_day": last_day,
    }
    _one_row(sql, _CLOSE, values, errors.CapabilityNotOpen(capability=capability.label))
    facts = {"capability": capability.value, "until": last_day.isoformat()}
    _tell(sql, code, "providers.capability_closed", facts, stamp)


def save_agency(sql: Sql, row: AgencyRow, *, stamp: Stamp) -> None:
    """Register an agency, or bring what is known of it up to date.

    Raises:
        RegionUnknown: no such place.
        AgencyOfRegionExists: the region has another principal agency.
    """
    regions.region(row.region)
    names = ("code", "name", "level", "region", "is_principal", "address", "phone")
    values: dict[str, Any] = {name: getattr(row, name) for name in names}
    values |= {
        "longitude": row.place[0] if row.place else None,
        "latitude": row.place[1] if row.place else None,
        "working_hours": row.working_hours,
        "operations": list(row.operations),
        "is_open": row.is_open,
    }
    try:
        _one_row(sql, _SAVE_AGENCY, values | _stamped(stamp), errors.ProviderUnknown())
    except psycopg.errors.UniqueViolation:
        raise errors.AgencyOfRegionExists from None
    facts = {"region": row.region, "is_open": row.is_open}
    _record(sql, row.code, "providers.agency_saved", facts, stamp)


def _stamped(stamp: Stamp) -> dict[str, object]:
    return {"operator": stamp.operator, "case": stamp.case_number, "at": stamp.at}


def _one_row(sql: Sql, statement: str, values: dict[str, Any], none: DomainError) -> None:
    """Execute a statement that writes one row; raise ``none`` when it wrote no row."""
    with database.transaction() as inner:  # a savepoint: what fails leaves the caller's work alone
        inner.execute(statement, values, prepare=True)
        if inner.rowcount != 1:
            raise none


def _tell(sql: Sql, code: str, action: str, facts: Mapping[str, object], stamp: Stamp) -> None:
    _record(sql, code, action, facts, stamp)
    outbox.publish(sql, topic=TOPIC, key=code, payload={"code": code, "action": action, **facts})


def _record(sql: Sql, key: str, action: str, facts: Mapping[str, object], stamp: Stamp) -> None:
    audit_log.record(
        sql,
        action=action,
        object_id=key,
        operator=stamp.operator,
        case_number=stamp.case_number,
        facts=facts,
    )
