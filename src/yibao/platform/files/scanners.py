"""Looking for viruses: a built-in signature, and clamd where the operator runs one."""

from __future__ import annotations

import socket
import struct
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.conf import settings

from yibao.platform.files.errors import FileInfected, ScannerUnavailable

# The EICAR test file, in two pieces lest a scanner take this source for it.
_EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_CHUNK = 64 * 1024
_TIMEOUT_SECONDS = 10.0
_LONGEST_ANSWER = 4096


class Scanner(Protocol):
    """Something that knows a virus when it sees one."""

    def scan(self, content: bytes) -> str:
        """Return who found nothing, for the record.

        Raises FileInfected when there is something, ScannerUnavailable when nobody can tell.
        """
        ...


class SignatureScanner:
    """Knows the EICAR test string only: enough to prove that scanning is wired in."""

    def scan(self, content: bytes) -> str:
        """Look for the test string anywhere in the content."""
        if _EICAR in content:
            raise FileInfected
        return "signatures"


@dataclass(frozen=True)
class ClamdScanner:
    """Asks clamd with its INSTREAM command. ``address`` is ``host:port`` or ``unix:/path``."""

    address: str
    timeout_seconds: float = _TIMEOUT_SECONDS

    def scan(self, content: bytes) -> str:
        """Send the content, at most 10 seconds for each step."""
        SignatureScanner().scan(content)
        try:
            with closing(self._connect()) as connection:
                answer = _ask(connection, content)
        except (OSError, ValueError):  # a timeout is an OSError, a bad address a ValueError
            raise ScannerUnavailable from None
        if answer.endswith(b"FOUND"):
            raise FileInfected
        if answer != b"stream: OK":
            raise ScannerUnavailable
        return "clamd"

    def _connect(self) -> socket.socket:
        if self.address.startswith("unix:"):
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.settimeout(self.timeout_seconds)
                connection.connect(self.address.removeprefix("unix:"))
            except OSError:
                connection.close()
                raise
            return connection
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=self.timeout_seconds)


@cache
def scanner() -> Scanner:
    """Return the scanner that the settings name."""
    address = getattr(settings, "CLAMD_ADDRESS", "")
    return ClamdScanner(address) if address else SignatureScanner()


def _ask(connection: socket.socket, content: bytes) -> bytes:
    connection.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), _CHUNK):
        chunk = content[start : start + _CHUNK]
        connection.sendall(struct.pack(">I", len(chunk)) + chunk)
    connection.sendall(struct.pack(">I", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        received = connection.recv(1024)
        if not received:
            break
        answer += received
    return answer.rstrip(b"\0\n ")
