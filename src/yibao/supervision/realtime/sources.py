"""The rules of the platform: packaged rule files over the knowledge that it stores."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.db import connections

from yibao.platform import database
from yibao.supervision.knowledge.base import load_stored
from yibao.supervision.realtime.keeper import Keeper, Source
from yibao.supervision.realtime.packaged import packaged_rulebook
from yibao.supervision.realtime.rulebook import Rulebook, compile_rulebook
from yibao.supervision.rules.loading import load_rules


def stored(region: str) -> Source:
    """Return the source that reads the platform's tables.

    While no knowledge was loaded yet, the packaged one holds.
    """
    return Source(_stored_edition, lambda: _stored_rulebook(region), _close_connections)


@cache
def keeper() -> Keeper:
    """Return this process's keeper of stored rules, for the province of the settings."""
    return Keeper(stored(settings.PROVINCE))


def _close_connections() -> None:
    connections.close_all()


def _stored_edition() -> str:
    with database.using("default"), database.reading() as sql:
        sql.execute("SELECT coalesce(max(id), 0), count(*) FROM knowledge_import")
        newest, count = sql.fetchone() or (0, 0)
    return f"{newest}/{count}"


def _stored_rulebook(region: str) -> Rulebook:
    with database.using("default"), database.reading() as sql:
        base = load_stored(sql, region=region)
    if not base.rows:
        return packaged_rulebook(region)
    return compile_rulebook(load_rules().values(), base, region=region)
