"""Sign-in for trying the platform out: the code goes to the server's console, not to a phone.

It refuses to work where ``settings.DEMONSTRATION`` is off. Everything else is as a real one has to
be: six random digits, five minutes, five attempts counted in the database, used once, compared in
constant time, kept only as an HMAC.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta
from hmac import compare_digest
from typing import Any, LiteralString
from uuid import UUID

import msgspec
from django.conf import settings

from yibao.catalogue.case import Identity, IdentityLevel
from yibao.kernel.identifiers import new_id
from yibao.kernel.masking import mask_mobile_number
from yibao.platform import clock, database
from yibao.platform.keys.access import keyring
from yibao.portal.errors import CodeExpired, CodeWrong, FaceNotConfirmed, SignInUnavailable
from yibao.portal.identity_provider import Challenge, VerifiedIdentity

logger = logging.getLogger("yibao.demonstration")
LIFETIME = timedelta(minutes=5)
MOST_ATTEMPTS = 5
_CONTEXT = b"portal.sign_in"


class DemonstrationProvider:
    """Believes name and number, and prints the code."""

    face_template = "portal/sign_in/face_demonstration.html"

    def start(self, identity: Identity, phone: str) -> Challenge:
        """Make a code and print it.

        Raises:
            SignInUnavailable: this is no demonstration.
        """
        _refuse_outside_demonstration()
        challenge_id, code = new_id(clock.now()), f"{secrets.randbelow(1_000_000):06d}"
        expires_at = clock.now() + LIFETIME
        sealed = keyring().encrypt_text(_encode(identity, phone), _CONTEXT)
        with database.reading() as sql:
            sql.execute(
                """INSERT INTO portal_sign_in_code
                   (id, sealed, code_digest, attempts, expires_at) VALUES (%s, %s, %s, 0, %s)""",
                (challenge_id, sealed, _digest(challenge_id, code), expires_at),
            )
        logger.info("演示登录验证码 %s（5分钟内有效，编号尾号 %s）", code, challenge_id.hex[-4:])
        return Challenge(str(challenge_id), mask_mobile_number(phone), expires_at)

    def verify(self, challenge_id: str, code: str) -> VerifiedIdentity:
        """Return the person at L2.

        Raises:
            CodeWrong: another code was sent.
            CodeExpired: too late, too often, or used already.
        """
        _refuse_outside_demonstration()
        number = _read_id(challenge_id)
        sealed, digest, attempts = _count_attempt(number)
        if not compare_digest(digest, _digest(number, code)):
            if attempts >= MOST_ATTEMPTS:
                raise CodeExpired
            raise CodeWrong(left=MOST_ATTEMPTS - attempts)
        _use_up(number)
        identity, phone = _decode(keyring().decrypt_text(sealed, _CONTEXT))
        return VerifiedIdentity(identity, IdentityLevel.REAL_NAME, phone)

    def confirm_face(
        self, identity: Identity, phone: str, evidence: Mapping[str, str]
    ) -> VerifiedIdentity:
        """Return the person at L3 when the button of the simulated check was pressed."""
        _refuse_outside_demonstration()
        if evidence.get("simulated_face") != "passed":
            raise FaceNotConfirmed
        return VerifiedIdentity(identity, IdentityLevel.STRONG, phone)


def _refuse_outside_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise SignInUnavailable


def _read_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise CodeExpired from None


def _digest(challenge_id: UUID, code: str) -> bytes:
    return keyring().blind_index(f"{challenge_id.hex}:{code}", _CONTEXT)


def _count_attempt(challenge_id: UUID) -> tuple[bytes, bytes, int]:
    """Count before comparing, so that parallel guesses cannot get more than their share."""
    row = _returned(
        """UPDATE portal_sign_in_code SET attempts = attempts + 1
           WHERE id = %s AND attempts < %s AND expires_at > %s AND used_at IS NULL
           RETURNING sealed, code_digest, attempts""",
        (challenge_id, MOST_ATTEMPTS, clock.now()),
    )
    return bytes(row[0]), bytes(row[1]), int(row[2])


def _use_up(challenge_id: UUID) -> None:
    _returned(
        """UPDATE portal_sign_in_code SET used_at = %s
           WHERE id = %s AND used_at IS NULL RETURNING id""",
        (clock.now(), challenge_id),
    )


def _returned(statement: LiteralString, values: tuple[object, ...]) -> tuple[Any, ...]:
    with database.reading() as sql:
        sql.execute(statement, values)
        row = sql.fetchone()
    if row is None:
        raise CodeExpired
    return row


def _encode(identity: Identity, phone: str) -> str:
    return msgspec.json.encode((identity, phone)).decode()


def _decode(text: str) -> tuple[Identity, str]:
    return msgspec.json.decode(text, type=tuple[Identity, str])
