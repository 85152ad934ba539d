"""One SM2 key serves many threads, lets others run meanwhile, and leaks nothing."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import psutil

from yibao.platform.crypto import sm2
from yibao.platform.crypto.sm2 import Sm2PrivateKey


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


def test_other_threads_run_while_one_verifies() -> None:
    key = sm2.libcrypto().generate()
    message = os.urandom(64 * 1024 * 1024)  # long enough to digest for about 0.2 s
    done, beats = threading.Event(), []

    def beat() -> None:
        while not done.wait(0.001):
            beats.append(1)

    counter = threading.Thread(target=beat)
    counter.start()
    key.sign(message)
    done.set()
    counter.join()
    assert len(beats) >= 10


def test_memory_does_not_grow_with_use() -> None:
    backend = sm2.libcrypto()
    key = backend.generate()
    pem = key.to_pem()

    def use(times: int) -> None:
        for number in range(times):
            one_round(key, number)
            backend.private_key_from_pem(pem)

    use(100)
    before = psutil.Process().memory_info().rss
    use(400)
    assert psutil.Process().memory_info().rss - before < 400 * 1024
