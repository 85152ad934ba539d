"""SM2 signatures and key wrapping (GB/T 32918-2016), by whichever library this machine has.

Signatures are DER SEQUENCE(r, s), ciphertexts DER SEQUENCE(x, y, hash, body), as in
GM/T 0009-2012. The user id is always explicit, because libraries disagree about its default.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module

from yibao.kernel.errors import DomainError
from yibao.platform.crypto import sm2_known_answer
from yibao.platform.crypto.errors import Sm2Unavailable
from yibao.platform.crypto.sm2_keys import Sm2Backend, Sm2PrivateKey, Sm2PublicKey
from yibao.platform.crypto.sm2_user_id import DEFAULT_USER_ID

__all__ = [
    "DEFAULT_USER_ID",
    "Sm2Backend",
    "Sm2PrivateKey",
    "Sm2PublicKey",
    "backend",
    "first_working",
    "gmssl",
    "libcrypto",
]

logger = logging.getLogger(__name__)


@cache
def backend() -> Sm2Backend:
    """Return the fastest backend that gives the known answer of GB/T 32918.5.

    Checked once per process, which takes about 2 ms. Raises Sm2Unavailable.
    """
    return first_working([libcrypto, gmssl])


def libcrypto() -> Sm2Backend:
    """Return the backend over the system's OpenSSL 3. Raises OSError or AttributeError."""
    return _over("sm2_libcrypto", "LibcryptoEngine")


def gmssl() -> Sm2Backend:
    """Return the backend over ``gmssl-pyx``. Raises ImportError if that is not installed."""
    return _over("sm2_gmssl", "GmsslEngine")


def _over(module: str, engine: str) -> Sm2Backend:
    return Sm2Backend(getattr(import_module(f"yibao.platform.crypto.{module}"), engine)())


def first_working(openers: Iterable[Callable[[], Sm2Backend]]) -> Sm2Backend:
    """Return the first backend that opens and gives the known answer. Raises Sm2Unavailable."""
    for opener in openers:
        try:
            candidate = opener()
            working = sm2_known_answer.is_given_by(candidate)
        except (OSError, ImportError, AttributeError, DomainError) as error:
            logger.info("SM2 backend %s cannot be used: %r", opener.__name__, error)
            continue
        if working:
            return candidate
        logger.warning("SM2 backend %s fails the known answer test", candidate.name)
    raise Sm2Unavailable
