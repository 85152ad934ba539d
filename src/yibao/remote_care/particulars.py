"""What a registration holds besides person, place and period: each kind has its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from yibao.platform.keys.access import keyring

ILLNESS_CONTEXT = b"remote_registration.illness"


class Illness(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which illness somebody is referred for, and by which doctor. Personal data: never logged."""

    diagnosis_code: str
    diagnosis_name: str
    doctor_name: str
    doctor_code: str = ""
    description: str = ""

    def __repr__(self) -> str:
        return "Illness(…)"

    def sealed(self) -> bytes:
        """Return it encrypted, as it is stored."""
        text = msgspec.json.encode(self).decode()
        return keyring().encrypt_text(text, ILLNESS_CONTEXT)


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """The columns that belong to one kind each; a kind leaves those of the others empty.

    ``household_region`` is of 异地安置退休, ``employer_name`` and ``document_reference`` of
    常驻异地工作, the others of 异地转诊; what tells of an illness stays sealed.
    """

    household_region: str = ""
    employer_name: str = ""
    document_reference: str = ""
    referring_hospital_code: str = ""
    referring_hospital_name: str = ""
    receiving_hospital: str = ""
    referred_on: date | None = None
    referral_reason: str = ""
    illness_sealed: bytes | None = None

    @property
    def illness(self) -> Illness | None:
        """Return the illness, opened; None where nobody was referred. Personal data."""
        if self.illness_sealed is None:
            return None
        text = keyring().decrypt_text(bytes(self.illness_sealed), ILLNESS_CONTEXT)
        return msgspec.json.decode(text, type=Illness)


NOTHING_OF_ITS_OWN = Particulars()
