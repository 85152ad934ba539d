"""Files that only their owner may read, created once even when several processes start together."""

from __future__ import annotations

import fcntl
import logging
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

from yibao.platform.keys.errors import KeyDirectoryExposed, KeyFileExposed, KeyStoreUnavailable

logger = logging.getLogger(__name__)

_READABLE_BY_OTHERS = 0o077
_WRITABLE_BY_OTHERS = 0o022
_LOCK = ".lock"


def prepare_directory(directory: Path) -> None:
    """Create ``directory`` with mode 0700 unless it is there.

    Raises KeyDirectoryExposed if others may write to it, KeyStoreUnavailable.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        mode = stat.S_IMODE(directory.stat().st_mode)
    except OSError as error:
        raise unavailable(directory, error) from error
    if mode & _WRITABLE_BY_OTHERS:
        logger.error("%s may be written by others", directory)
        raise KeyDirectoryExposed(mode=f"{mode:04o}", name=directory.name)


def is_there(path: Path) -> bool:
    """Return whether the file exists. Raises KeyStoreUnavailable if that may not be asked."""
    try:
        path.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise unavailable(path, error) from error
    return True


def read_private(path: Path) -> bytes:
    """Return the contents of a secret file.

    The mode is asked of the open file, so that nobody can exchange the file in between. Raises
    FileNotFoundError, KeyFileExposed if group or others may read it, KeyStoreUnavailable.
    """
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            if mode & _READABLE_BY_OTHERS:
                logger.error("%s may be read by others", path)
                raise KeyFileExposed(name=path.name, mode=f"{mode:04o}")
            return file.read()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise unavailable(path, error) from error


def create_once(path: Path, content: bytes) -> bool:
    """Write a new file, whole or not at all; return False if somebody else was faster.

    A hard link never replaces what is there, unlike a rename.
    """
    try:
        with _written(path, content) as draft:
            path.hardlink_to(draft)
    except FileExistsError:
        return False
    except OSError as error:
        raise unavailable(path, error) from error
    return True


def replace(path: Path, content: bytes) -> None:
    """Exchange a file, whole or not at all. Hold ``exclusive`` meanwhile."""
    try:
        with _written(path, content) as draft:
            draft.rename(path)
    except OSError as error:
        raise unavailable(path, error) from error


@contextmanager
def _written(path: Path, content: bytes) -> Iterator[Path]:
    """Write a draft beside ``path``; afterwards remove it and settle the directory on disk."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield draft
        _settle(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _settle(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def exclusive(directory: Path) -> Iterator[None]:
    """Keep other threads and processes of this machine out until the block ends."""
    try:
        descriptor = os.open(directory / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise unavailable(directory, error) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def unavailable(path: Path, error: OSError) -> KeyStoreUnavailable:
    """Return the error that names the file and what the system said about it; log the path."""
    reason = error.strerror or type(error).__name__
    logger.error("%s cannot be used: %s", path, reason)
    return KeyStoreUnavailable(where=path.name, reason=reason)
