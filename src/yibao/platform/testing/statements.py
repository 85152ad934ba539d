"""Counting the statements of a hot path."""

from __future__ import annotations

from typing import Any

from yibao.platform.database import Sql


class CountingCursor(Sql):
    """A cursor that remembers what was executed on it."""

    def __init__(self, sql: Sql) -> None:
        super().__init__(sql.connection)
        self.statements: list[object] = []

    def execute(self, query: Any, *args: Any, **options: Any) -> CountingCursor:
        """Execute and remember the statement."""
        self.statements.append(query)
        super().execute(query, *args, **options)
        return self
