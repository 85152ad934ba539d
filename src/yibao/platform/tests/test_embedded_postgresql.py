"""Several processes that start at once on an empty data folder."""

from __future__ import annotations

import os
import re
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from yibao.platform.embedded_postgresql import ensure_database

NAME = "made_by_many"


@pytest.fixture
def server() -> str:
    return re.sub(r"/yibao\b", "/postgres", os.environ["DATABASE_URL"], count=1)


def test_a_database_that_many_make_at_once_is_made_once(server: str) -> None:
    for _ in range(3):
        with ThreadPoolExecutor(6) as pool:
            urls = set(pool.map(lambda _: ensure_database(server, NAME), range(6)))
        assert urls == {server.replace("/postgres?", f"/{NAME}?")}
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {NAME}")
