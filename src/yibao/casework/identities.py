"""Reading who it is about and who acts, and the index under which a person is found.

The index is an HMAC over certificate type and number: equal for the same certificate, useless to
somebody who has the database but not the key.
"""

from __future__ import annotations

from collections.abc import Mapping

from yibao.casework.errors import (
    AgentUnreadable,
    CertificateTypeUnknown,
    SubjectMissing,
    SubjectUnreadable,
)
from yibao.catalogue.case import Agent, Identity
from yibao.kernel import identity_number, person_name, phone
from yibao.kernel.errors import DomainError, Several
from yibao.platform.keys.access import keyring
from yibao.reference import code_tables

RESIDENT_IDENTITY_CARD = "01"
_PARTS = {"certificate_type": "证件类型", "certificate_number": "证件号码", "name": "姓名"}


def read_subject(raw: object) -> Identity:
    """Return the person whom a request is about.

    Raises:
        Several: everything that is wrong with certificate and name.
    """
    if not isinstance(raw, Mapping):
        raise SubjectMissing
    return _read_identity(raw, "subject")


def read_agent(raw: object) -> Agent | None:
    """Return who acts for the subject, or None when the request names nobody."""
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise AgentUnreadable(what="代办人", at="agent")
    identity = _read_identity(raw, "agent")
    relation = raw.get("relation")
    if not isinstance(relation, str) or not code_tables.is_code("agent_relation", relation):
        raise AgentUnreadable(what="与参保人的关系", at="agent.relation")
    number = raw.get("phone")
    if not isinstance(number, str):
        raise AgentUnreadable(what="手机号码", at="agent.phone")
    return Agent(identity, phone.check(number), relation)


def index_of(identity: Identity) -> bytes:
    """Return the 32 bytes under which this person's rows are found."""
    return keyring().blind_index(
        f"{identity.certificate_type}:{identity.certificate_number}", b"person.certificate"
    )


def _read_identity(raw: Mapping[str, object], where: str) -> Identity:
    errors: list[DomainError] = []
    checked: dict[str, str] = {}
    for part, label in _PARTS.items():
        value = raw.get(part)
        try:
            if not isinstance(value, str) or not value.strip():
                raise SubjectUnreadable(what=label)
            checked[part] = _check_part(part, value.strip(), checked.get("certificate_type"))
        except DomainError as error:
            error.at = f"{where}.{part}"
            errors.append(error)
    if errors:
        raise Several(errors)
    return Identity(**checked)


def _check_part(part: str, text: str, certificate_type: str | None) -> str:
    if part == "name":
        return person_name.check(text)
    if part == "certificate_type":
        if not code_tables.is_code("certificate_type", text):
            raise CertificateTypeUnknown
        return text
    if certificate_type == RESIDENT_IDENTITY_CARD:
        return identity_number.check(text).text
    if len(text) > 50 or not text.isascii() or not text.isalnum():
        raise SubjectUnreadable(what="正确的证件号码")
    return text.upper()
