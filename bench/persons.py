"""Made-up residents for the benchmark, and what the floor needs to know of them."""

from __future__ import annotations

import contextlib
import json
import pickle
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from rich.progress import track

from yibao.kernel import identity_number

_FIRST_BIRTH = date(1950, 1, 1)


def number(position: int) -> str:
    """Return the identity number of the resident at ``position`` (0 to about 9 million)."""
    day = _FIRST_BIRTH + timedelta(days=position % 18_000)
    return identity_number.make("520102", day, 1 + position // 18_000).text


def subject(position: int) -> dict[str, str]:
    """Return who the resident is, as it travels."""
    return {"certificate_type": "01", "certificate_number": number(position), "name": "张试"}


def enrolment(position: int) -> dict[str, Any]:
    """Return the application of a resident who enrols."""
    from yibao.catalogue import registry
    from yibao.platform import clock

    service = registry.services()["resident_enrol"]
    good = next(e for e in service.examples if not (e.fails_with or e.under_review))
    return {
        "subject": subject(position),
        "identity": {"level": "L3"},
        "answers": good.answers_on(clock.today()),
        "materials": [{"code": code, "source": way} for code, way in good.materials.items()],
    }


def seed(count: int, configuration: Path, credentials: Path) -> None:
    """Enrol ``count`` residents through the engine and write the floor's configuration."""
    from yibao.casework.identities import index_of, read_subject
    from yibao.enrolment import queries
    from yibao.gateway.statements import LOG_AND_BURN_NONCE

    for position in track(range(count), "enrolling residents"):
        _enrol(position)
    persons = {number(p): index_of(read_subject(subject(p))).hex() for p in range(count)}
    content = {
        "credentials": json.loads(credentials.read_text("utf-8")),
        "query": queries.OWN_INSURANCES,
        "log": LOG_AND_BURN_NONCE,
        "persons": persons,
        "enrolment": enrolment(0),
    }
    configuration.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


def capture(first: int, count: int, target: Path) -> None:
    """Write down the statements that ``count`` enrolments run, and undo the enrolments.

    The floor runs these very statements, so that it does the same work in the database.
    """
    from yibao.platform import database

    ran: list[tuple[Any, Any]] = []

    class Recording(database.Sql):
        """Remembers what is executed."""

        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            ran.append((query, params))
            return super().execute(query, params, **options)

        def later(self, query: Any, params: Any = None) -> None:
            ran.append((query, params))
            super().later(query, params)

    database.Sql = Recording  # type: ignore[misc]
    captured = {}
    for position in track(range(first, first + count), "capturing statements"):
        ran.clear()
        with contextlib.suppress(_UndoneError), database.transaction():
            _enrol(position)
            raise _UndoneError
        captured[number(position)] = list(ran)
    target.write_bytes(pickle.dumps(captured))


class _UndoneError(Exception):
    """Rolls a captured enrolment back."""


def _enrol(position: int) -> None:
    from yibao.casework import engine
    from yibao.casework.submission import Caller, Submission
    from yibao.catalogue import registry
    from yibao.catalogue.case import IdentityLevel

    body = enrolment(position)
    engine.perform(
        Submission(
            service=registry.services()["resident_enrol"],
            caller=Caller("zyybwxgzh", IdentityLevel.STRONG, region="520102"),
            subject=body["subject"],
            answers=body["answers"],
            materials=body["materials"],
            request_number=f"bench-{position:08d}",
            digest=bytes(32),
        )
    )


if __name__ == "__main__":
    from yibao.commands.main import connect

    connect()
    if sys.argv[1] == "seed":
        seed(int(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        capture(int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
