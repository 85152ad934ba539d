"""Writing an import file into its table: set by set, in one transaction, all of it or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from psycopg import sql as composing

from yibao.medical_catalogue.import_files import ImportFile, Problem
from yibao.medical_catalogue.tables import Table
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.platform.database import Sql

# Any constant will do, as long as nobody else locks it: two imports take turns.
IMPORT_LOCK = 7_219_550_812_263
_INCOMING = "incoming_catalogue"


@dataclass(frozen=True, kw_only=True)
class Edition:
    """What is said about a file: its version, where it is from, whether it holds everything.

    With ``is_complete``, whatever the table holds in the file's scope and the file does not name
    ends on ``valid_from``.
    """

    version: str
    source: str
    valid_from: date
    is_complete: bool = False


@dataclass
class Outcome:
    """What a file changes, or would change; with problems it changes nothing."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    ended: int = 0
    problems: list[Problem] = field(default_factory=list)


class _OnlyLooking(Exception):
    """Undoes what a dry run wrote."""


def import_file(
    file: ImportFile, edition: Edition, *, operator: str, dry_run: bool = False
) -> Outcome:
    """Write the file, unless a row is wrong; with ``dry_run`` only tell what would happen."""
    outcome = Outcome(problems=list(file.problems))
    if outcome.problems:
        return outcome
    try:
        with database.transaction() as sql:
            sql.execute("SELECT pg_advisory_xact_lock(%s)", [IMPORT_LOCK])
            _write(sql, file, edition, outcome)
            if dry_run or outcome.problems:
                raise _OnlyLooking
            _note(sql, file, edition, outcome, operator)
    except _OnlyLooking:
        pass
    return outcome


def _write(sql: Sql, file: ImportFile, edition: Edition, outcome: Outcome) -> None:
    # Two neighbours of every character of every name: sorted at the end, not one after the other.
    sql.execute("SET LOCAL gin_pending_list_limit = '1GB'")
    sql.execute("SET LOCAL maintenance_work_mem = '128MB'")
    _copy(sql, file, edition)
    run = _Statements(sql, file.table)
    if not file.table.dated:
        outcome.unchanged = run(_SAME_DOCUMENT)
        outcome.changed = run(_UPDATE)
        outcome.added = run(_INSERT)
    else:
        _give_way(run, file.table, is_complete=edition.is_complete)
        if edition.is_complete:
            outcome.ended = run(_END_UNNAMED, {"day": edition.valid_from})
        outcome.unchanged = run(_SAME)
        outcome.problems += _conflicts(sql, run)
        if outcome.problems:
            return
        outcome.changed = run(_END_FORMER)
        outcome.added = run(_INSERT) - outcome.changed
    run("DROP TABLE {incoming}")
    if file.table.carried:
        sql.execute("SELECT gin_clean_pending_list('item_pairs')")
    # The planner must know at once that a table is no longer empty.
    run("ANALYZE {table}")


def _give_way(run: _Statements, table: Table, *, is_complete: bool) -> None:
    """Let packaged rows go that a province's list replaces: they are no version of it."""
    if table.carried:
        run(_CARRY)
        run(_DROP_PACKAGED_SCOPE if is_complete else _DROP_PACKAGED)


def _conflicts(sql: Sql, run: _Statements) -> list[Problem]:
    run(_CONFLICTS)
    return [
        Problem(row, "生效日期", f"库中已有{since}生效的另一版本，请用更晚的生效日期")
        for row, since in sql.fetchall()
    ]


def _copy(sql: Sql, file: ImportFile, edition: Edition) -> None:
    """Copy the rows into a temporary table of the same shape, with their row numbers."""
    table = composing.Identifier(file.table.stored_as)
    sql.execute(composing.SQL("DROP TABLE IF EXISTS pg_temp.incoming_catalogue"))
    sql.execute(
        composing.SQL(
            "CREATE TEMPORARY TABLE incoming_catalogue ON COMMIT DROP AS "
            "SELECT 0 AS file_row, {columns} FROM {table} WITH NO DATA"
        ).format(columns=_identifiers(file.table.stored), table=table)
    )
    filled = composing.SQL("COPY incoming_catalogue (file_row, {}) FROM STDIN").format(
        _identifiers([*file.table.names, "version", "source"])
    )
    with sql.copy(filled) as copy:
        for number, row in file.rows:
            copy.write_row(
                (number, *(row[name] for name in file.table.names), edition.version, edition.source)
            )
    sql.execute("ANALYZE incoming_catalogue")


def _note(sql: Sql, file: ImportFile, edition: Edition, outcome: Outcome, operator: str) -> None:
    sql.execute(
        "INSERT INTO catalogue_import (content, version, checksum, rows) VALUES (%s, %s, %s, %s)",
        (file.table.name, edition.version, file.checksum, len(file.rows)),
    )
    audit_log.record(
        sql,
        action="medical_catalogue.import_done",
        object_id=file.table.name,
        operator=operator,
        facts={
            "version": edition.version,
            "checksum": file.checksum,
            "added": outcome.added,
            "changed": outcome.changed,
            "ended": outcome.ended,
        },
    )


class _Statements:
    """Runs a statement on the table of the file; the names in braces are filled in."""

    def __init__(self, sql: Sql, table: Table) -> None:
        self._sql = sql
        self._parts = {
            "table": composing.Identifier(table.stored_as),
            "incoming": composing.Identifier(_INCOMING),
            "columns": _identifiers(table.stored),
            "key_of_kept": _identifiers(table.key, "kept"),
            "key_of_new": _identifiers(table.key, "new"),
            "carried": composing.Identifier(table.carried),
            "content_of_kept": _identifiers(table.content, "kept"),
            "content_of_new": _identifiers(table.content, "new"),
            "scope_of_kept": _identifiers(table.scope, "kept"),
            "scope": _identifiers(table.scope),
            "assignments": composing.SQL(", ").join(
                composing.SQL("{0} = new.{0}").format(composing.Identifier(name))
                for name in [*table.content, "version", "source"]
            ),
        }

    def __call__(self, statement: str, given: dict[str, object] | None = None) -> int:
        """Execute; return how many rows it touched."""
        text = composing.SQL(statement).format(**self._parts)
        return self._sql.execute(text, given).rowcount


def _identifiers(names: tuple[str, ...] | list[str], owner: str = "") -> composing.Composed:
    parts = [(owner, name) if owner else (name,) for name in names]
    return composing.SQL(", ").join(composing.Identifier(*part) for part in parts)


# ruff: noqa: S608 - the statements are constants; names of columns come from ``tables``
_MATCH = "({key_of_kept}) = ({key_of_new})"

_CARRY = f"""
    UPDATE {{incoming}} AS new SET {{carried}} = coalesce((
      SELECT kept.{{carried}} FROM {{table}} AS kept WHERE {_MATCH}
      ORDER BY kept.valid_from DESC LIMIT 1), '')
"""
_DROP_PACKAGED_SCOPE = """
    DELETE FROM {table} AS kept
    WHERE kept.is_packaged AND ({scope_of_kept}) IN (SELECT {scope} FROM {incoming})
"""
_DROP_PACKAGED = f"""
    DELETE FROM {{table}} AS kept USING {{incoming}} AS new WHERE {_MATCH} AND kept.is_packaged
"""
# The same thing with the same content, and it holds already: nothing to do.
_SAME = f"""
    DELETE FROM {{incoming}} AS new USING {{table}} AS kept
    WHERE {_MATCH} AND ({{content_of_kept}}) IS NOT DISTINCT FROM ({{content_of_new}})
      AND kept.valid_from <= new.valid_from
      AND (kept.valid_to IS NULL OR kept.valid_to > new.valid_from)
"""
_CONFLICTS = f"""
    SELECT new.file_row, max(kept.valid_from) FROM {{incoming}} AS new JOIN {{table}} AS kept
      ON {_MATCH} AND (kept.valid_from >= new.valid_from OR kept.valid_to > new.valid_from)
    GROUP BY 1 ORDER BY 1
"""
_END_FORMER = f"""
    UPDATE {{table}} AS kept SET valid_to = new.valid_from FROM {{incoming}} AS new
    WHERE {_MATCH} AND kept.valid_to IS NULL
"""
_END_UNNAMED = f"""
    UPDATE {{table}} AS kept SET valid_to = %(day)s
    WHERE kept.valid_to IS NULL AND kept.valid_from < %(day)s
      AND ({{scope_of_kept}}) IN (SELECT {{scope}} FROM {{incoming}})
      AND NOT EXISTS (SELECT FROM {{incoming}} AS new WHERE {_MATCH})
"""
_INSERT = """
    INSERT INTO {table} ({columns}) SELECT {columns} FROM {incoming} ORDER BY file_row
"""
_SAME_DOCUMENT = f"""
    DELETE FROM {{incoming}} AS new USING {{table}} AS kept
    WHERE {_MATCH} AND ({{content_of_kept}}) IS NOT DISTINCT FROM ({{content_of_new}})
"""
_UPDATE = f"""
    WITH done AS (
      UPDATE {{table}} AS kept SET {{assignments}} FROM {{incoming}} AS new WHERE {_MATCH}
      RETURNING new.file_row)
    DELETE FROM {{incoming}} WHERE file_row IN (SELECT file_row FROM done)
"""
