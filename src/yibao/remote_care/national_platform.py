"""The national remote-care platform (国家异地就医管理子系统), which tells the care region."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from yibao.catalogue.case import Identity
from yibao.persons import outside
from yibao.persons.outside import Outside
from yibao.platform.database import Sql
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.particulars import NOTHING_OF_ITS_OWN, Particulars

REGISTER = "national_remote_care"
DUPLICATE, CONTRADICTORY = "duplicate", "contradictory"
REASON_CODES = {
    FilingKind.RETIRE: "02",
    FilingKind.REFERRAL: "06",
    FilingKind.LONG_STAY: "07",
    FilingKind.WORK: "07",
}
"""What the platform calls the kinds (code table ``remote_care_reason``). 07 is both long kinds."""


@dataclass(frozen=True, repr=False)
class Upload:
    """A registration as it stands. ``number`` and ``version`` make a repetition harmless.

    Holds personal data: never into a log. ``ends_on`` is the last day; None: open. ``own`` is
    what the kind has besides; the illness is opened by whoever writes the message.
    """

    number: str
    version: int
    person_number: str
    identity: Identity
    insurance_type: str
    kind: FilingKind
    home_region: str
    care_region: str
    address: str
    phone: str
    starts_on: date
    ends_on: date | None
    own: Particulars = NOTHING_OF_ITS_OWN

    @property
    def reason_code(self) -> str:
        """Return the kind as the platform calls it."""
        return REASON_CODES[self.kind]


@dataclass(frozen=True)
class Acknowledgement:
    """What the platform says it has: which registration in which version, under its own number."""

    number: str
    version: int
    reference: str


class RemoteCarePlatform(Protocol):
    """The interface that a province connects."""

    def receive(self, upload: Upload) -> Acknowledgement:
        """Take a registration. Sent again, it is acknowledged again, within about ten seconds.

        Raises:
            OSError: it does not answer (TimeoutError, ConnectionError); it may have taken it.
        """
        ...


class SimulatedPlatform:
    """Acknowledges everything, unless it was told to misbehave about a person."""

    def receive(self, upload: Upload) -> Acknowledgement:
        """Answer as told; ``duplicate`` says that it had it already, which is as good."""
        manner = outside.simulated_answer(REGISTER, upload.identity)
        version = upload.version + 1 if manner == CONTRADICTORY else upload.version
        prefix = "D" if manner == DUPLICATE else "R"
        return Acknowledgement(upload.number, version, f"{prefix}-{upload.number}-{version}")


platform: Outside[RemoteCarePlatform] = Outside(SimulatedPlatform())


def simulate(sql: Sql, identity: Identity, manner: str) -> None:
    """Let the simulator treat a person's uploads so: slow, gone, duplicate, contradictory."""
    outside.simulate(sql, REGISTER, identity, manner)
