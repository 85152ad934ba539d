"""The request of a worked example as it travels: one for the tests, the sandbox and the pages."""

from __future__ import annotations

from datetime import date

from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.material import MaterialSource
from yibao.catalogue.service import AnyService, Example
from yibao.platform.testing.persons import EVERYONE, LI_SI, XIAO_MING, TestPerson

RESIDENT_IDENTITY_CARD = "01"
# Stands for the file that POST /api/v1/files answers with.
FILE_ID = "01890a5d-ac96-774b-bcce-b302099a8057"
_PARENT, _NO_RELATIVE = "5", "9"  # code table agent_relation
_PARENTS = {XIAO_MING.name: LI_SI.name}


class PersonaUnknown(LookupError):
    """An example names somebody who is none of the test persons: a mistake in the declaration."""


def person_of(example: Example) -> TestPerson:
    """Return the made-up person whom an example is about; raise PersonaUnknown."""
    return _person(example.person)


def agent_of(example: Example) -> TestPerson | None:
    """Return who acts for that person, or None for somebody who acts alone."""
    return _person(example.agent) if example.agent else None


def _person(name: str) -> TestPerson:
    for person in EVERYONE:
        if person.name == name:
            return person
    raise PersonaUnknown(f"there is no test person {name!r}")


def identity_part(person: TestPerson) -> dict[str, object]:
    """Return certificate and name as they travel."""
    return {
        "certificate_type": RESIDENT_IDENTITY_CARD,
        "certificate_number": person.identity_number,
        "name": person.name,
    }


def agent_part(agent: TestPerson, relation: str) -> dict[str, object]:
    """Return who acts for the subject, as it travels."""
    return identity_part(agent) | {"phone": agent.phone, "relation": relation}


def plain_body(
    service: AnyService, example: Example, *, today: date, file_id: str = FILE_ID
) -> dict[str, object]:
    """Return the body of the example before it is encrypted.

    Parts that stay empty are left out. Days that the example tells from today are counted from
    ``today``. ``file_id`` is named by every material that was uploaded.
    """
    body: dict[str, object] = {}
    if service.identity_level is not IdentityLevel.PUBLIC:
        body["subject"] = identity_part(person_of(example))
        body["identity"] = {"level": service.identity_level.value, "method": "face"}
    agent = agent_of(example)
    if agent is not None:
        is_parent = _PARENTS.get(example.person) == example.agent
        body["agent"] = agent_part(agent, _PARENT if is_parent else _NO_RELATIVE)
    if example.answers:
        body["answers"] = example.answers_on(today)
    if example.materials:
        body["materials"] = [
            _material(code, source, file_id) for code, source in example.materials.items()
        ]
    return body


def _material(code: str, source: str, file_id: str) -> dict[str, object]:
    given: dict[str, object] = {"code": code, "source": source}
    if source == MaterialSource.UPLOAD:
        given["file_id"] = file_id
    return given
