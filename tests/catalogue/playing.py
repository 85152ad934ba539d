"""Playing the examples of a service through the engine, as a channel's call would."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import msgspec
import pytest

from yibao.casework import engine
from yibao.casework.submission import Caller, Outcome, Submission
from yibao.catalogue import registry, situations
from yibao.catalogue.case import IdentityLevel
from yibao.catalogue.example_bodies import (
    person_of,
    plain_body,
)
from yibao.catalogue.material import MaterialSource
from yibao.catalogue.service import AnyService, Example
from yibao.gateway.bodies import canonical
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock, database
from yibao.platform.crypto import sm3
from yibao.platform.files import api as files
from yibao.platform.testing.persons import TestPerson

REGION = "520100"
PHOTOGRAPH = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00"
    b":~\x9bU\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND"
    b"\xaeB`\x82"
)


_CALLER = Caller("test-channel", IdentityLevel.STRONG, region=REGION)


@dataclass
class Stage:
    """One database, one channel; every call has a request number of its own unless told."""

    caller: Caller = _CALLER
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def prepare(self, example: Example, person: TestPerson | None = None) -> None:
        """Make the example's situation true for its person, or for another one."""
        with database.transaction() as sql:
            persona = situations.Persona.of(person or person_of(example))
            setting = situations.Setting(sql, persona, clock.today())
            situations.set_up(example.given, setting)

    def submission(
        self, service: AnyService, example: Example, changes: Mapping[str, object] | None = None
    ) -> Submission:
        """Return the example as it reaches the engine; ``changes`` replace parts of the body."""
        body = plain_body(service, example, today=clock.today(), file_id=self._file(example))
        return self.of_body(service, body, changes)

    def of_body(
        self,
        service: AnyService,
        body: Mapping[str, object],
        changes: Mapping[str, object] | None = None,
    ) -> Submission:
        """Return a body as it reaches the engine."""
        whole = {**body, **(changes or {})}
        return Submission(
            service=service,
            caller=self.caller,
            subject=whole.get("subject"),
            agent=whole.get("agent"),
            answers=whole.get("answers", {}),  # type: ignore[arg-type]
            materials=whole.get("materials", ()),  # type: ignore[arg-type]
            request_number=f"request-{next(self._numbers):08}",
            digest=sm3.digest(service.operation.encode() + canonical(whole)),
        )

    def play(self, service: AnyService, example: Example) -> Outcome:
        """Set the situation up and perform the example."""
        self.prepare(example)
        return engine.perform(self.submission(service, example))

    def _file(self, example: Example) -> str:
        return self.upload() if MaterialSource.UPLOAD in example.materials.values() else ""

    def upload(self) -> str:
        """Store a photograph for the channel; return its id."""
        with database.transaction() as sql:
            stored = files.store(
                sql, content=PHOTOGRAPH, name="证明.png", owner=self.caller.file_owner
            )
        return str(stored.id)

    def at_level(self, level: IdentityLevel) -> Stage:
        """Return the same stage, the person identified less surely."""
        return Stage(msgspec.structs.replace(self.caller, identity_level=level), self._numbers)


def refusal_codes(action: Callable[[], object]) -> set[str]:
    """Return the codes of everything that stands against the action; empty when it is done."""
    try:
        action()
    except Several as several:
        return {error.code for error in several.errors}
    except DomainError as error:
        return {error.code}
    return set()


def perform(submission: Submission) -> Callable[[], object]:
    """Return the action that performs a submission."""
    return partial(engine.perform, submission)


SERVICES = list(registry.services().values())
APPLICATIONS = [service for service in SERVICES if not service.workflow.is_query]
every_service = pytest.mark.parametrize("service", SERVICES, ids=lambda s: s.operation)
every_application = pytest.mark.parametrize("service", APPLICATIONS, ids=lambda s: s.operation)


def good_example(service: AnyService) -> Example:
    """Return the first example that is done; the test is meaningless without one."""
    found = next(filter(is_good, service.examples), None)
    assert found is not None, f"{service.operation} has no example that is done"
    return found


def adult_example(service: AnyService) -> Example | None:
    """Return a good example of somebody who acts alone, or None."""
    return next((each for each in filter(is_good, service.examples) if not each.agent), None)


def is_good(example: Example) -> bool:
    """Tell whether the example is done at once."""
    return not example.fails_with and not example.under_review


def examples() -> list[pytest.param]:  # type: ignore[valid-type]
    """Return every example of every service."""
    return [
        pytest.param(service, example, id=f"{service.operation}-{position}")
        for service in SERVICES
        for position, example in enumerate(service.examples, start=1)
    ]
