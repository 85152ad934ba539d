from __future__ import annotations

import socketserver
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from yibao.platform.files.errors import FileInfected, ScannerUnavailable
from yibao.platform.files.scanners import ClamdScanner, SignatureScanner, scanner
from yibao.platform.files.tests import samples


class FakeClamd(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd does; the class attributes say how it behaves."""

    answer = b"stream: OK\0"
    pause_seconds = 0.0
    received = b""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        type(self).received = content
        time.sleep(self.pause_seconds)
        self.wfile.write(self.answer)


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    block_on_close = False


@contextmanager
def clamd(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def over_tcp(**behaviour: Any) -> Iterator[tuple[ClamdScanner, type[FakeClamd]]]:
    handler = type("Handler", (FakeClamd,), behaviour)
    server = _Tcp(("127.0.0.1", 0), handler)
    with clamd(server):
        yield ClamdScanner(f"127.0.0.1:{server.server_address[1]}", timeout_seconds=0.5), handler


def test_the_built_in_scanner_knows_the_test_virus() -> None:
    with pytest.raises(FileInfected):
        SignatureScanner().scan(b"before" + samples.EICAR + b"after")
    assert SignatureScanner().scan(samples.png()) == "signatures"


def test_clamd_gets_every_byte_of_a_large_file() -> None:
    content = samples.png() + bytes(range(256)) * 1000
    with over_tcp() as (scans, handler):
        assert scans.scan(content) == "clamd"
    assert handler.received == content


def test_clamd_is_reached_through_a_socket_in_the_file_system(tmp_path: Path) -> None:
    path = tmp_path / "clamd.sock"
    with clamd(_Unix(str(path), FakeClamd)):
        assert ClamdScanner(f"unix:{path}").scan(samples.png()) == "clamd"


def test_what_clamd_finds_is_refused() -> None:
    with (
        over_tcp(answer=b"stream: Win.Test.EICAR_HDB-1 FOUND\0") as (scans, _),
        pytest.raises(FileInfected),
    ):
        scans.scan(samples.png())


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"OK\0"])
def test_an_answer_that_is_no_verdict_lets_nothing_pass(answer: bytes) -> None:
    with over_tcp(answer=answer) as (scans, _), pytest.raises(ScannerUnavailable):
        scans.scan(samples.png())


def test_a_slow_clamd_lets_nothing_pass() -> None:
    with over_tcp(pause_seconds=1.0) as (scans, _), pytest.raises(ScannerUnavailable):
        scans.scan(samples.png())


@pytest.mark.parametrize("address", ["127.0.0.1:1", "unix:/no/such/socket", "nonsense", ""])
def test_a_clamd_that_is_gone_lets_nothing_pass(address: str) -> None:
    with pytest.raises(ScannerUnavailable) as caught:
        ClamdScanner(address, timeout_seconds=0.5).scan(samples.png())
    assert caught.value.retryable


def test_the_settings_choose_the_scanner(settings: Any) -> None:
    scanner.cache_clear()
    settings.CLAMD_ADDRESS = "127.0.0.1:3310"
    assert scanner() == ClamdScanner("127.0.0.1:3310")
    settings.CLAMD_ADDRESS = ""
    scanner.cache_clear()
    assert isinstance(scanner(), SignatureScanner)
