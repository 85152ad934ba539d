"""One SM2 key serves many threads, lets others run meanwhile, and gives back what it took."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from yibao.platform.crypto import sm2
from yibao.platform.crypto.errors import CiphertextDamaged
from yibao.platform.crypto.sm2 import Sm2Backend, Sm2PrivateKey
from yibao.platform.crypto.sm2_libcrypto import LibcryptoEngine


def one_round(key: Sm2PrivateKey, number: int) -> bool:
    message = f"message {number}".encode()
    secret = number.to_bytes(16, "big")
    public = key.public_key()
    signature = key.sign(message)
    return (
        public.verify(message, signature)
        and not public.verify(b"another", signature)
        and key.decrypt(public.encrypt(secret)) == secret
    )


def test_six_threads_share_one_key() -> None:
    key = sm2.backend().generate()
    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(lambda number: one_round(key, number), range(300)))


def test_other_threads_run_while_one_signs() -> None:
    key = sm2.libcrypto().generate()
    message = os.urandom(64 * 1024 * 1024)  # long enough to digest for about 0.2 s
    done, beats = threading.Event(), []

    def beat() -> None:
        while not done.wait(0.001):
            beats.append(1)

    counter = threading.Thread(target=beat)
    counter.start()
    before = len(beats)
    key.sign(message)
    during = len(beats) - before
    done.set()
    counter.join()
    assert during >= 10


class CountingEngine(LibcryptoEngine):
    """Libcrypto, counting what it hands out (+1) and takes back (-1)."""

    def __init__(self) -> None:
        super().__init__()
        self.held: Counter[str] = Counter()
        for kind, takers, giver in (
            ("key", ["read_private", "read_public", "generate"], "free_key"),
            ("digest", ["new_digest"], "free_digest"),
            ("context", ["new_context"], "free_context"),
            ("number", ["get_number"], "wipe_number"),
        ):
            for taker in takers:
                self._count(taker, kind, 1)
            self._count(giver, kind, -1)

    def _count(self, name: str, kind: str, change: int) -> None:
        function: Callable[..., Any] = getattr(self._library, name)

        def counted(*arguments: Any) -> Any:
            self.held[kind] += change
            return function(*arguments)

        setattr(self._library, name, counted)


def test_everything_taken_from_libcrypto_is_given_back_even_after_errors() -> None:
    # Counted, because so few bytes leak at a time that the size of the process shows nothing.
    engine = CountingEngine()
    backend = Sm2Backend(engine)
    key = backend.generate()
    assert one_round(key, 1)
    backend.private_key_from_pem(key.to_pem())
    damaged = bytearray(key.public_key().encrypt(bytes(16)))
    damaged[-1] ^= 1
    with pytest.raises(CiphertextDamaged):
        key.decrypt(bytes(damaged))
    assert engine.held["key"] == 2
    del key
    assert engine.held == {"key": 0, "digest": 0, "context": 0, "number": 0}
