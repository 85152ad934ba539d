from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import pytest
from django.db import connection

from yibao.platform import database
from yibao.platform.audit_log import api, checkpoint_file, checkpoints, sequencing
from yibao.platform.audit_log.entries import Content, milliseconds
from yibao.platform.audit_log.models import Checkpoint, Entry
from yibao.platform.audit_log.verification import Report, verify
from yibao.platform.testing.plugin import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_directory")]


def write(count: int = 10) -> None:
    with database.transaction() as sql:
        for number in range(count):
            api.record(sql, action="a.b", object_id=str(number), operator="o", facts={"n": number})
    sequencing.sequence_all()


def trail() -> list[Entry]:
    """Return a trail of 30 entries with a checkpoint after each ten."""
    for _ in range(3):
        write()
        assert checkpoints.checkpoint()
    return list(Entry.objects.order_by("position"))


@contextmanager
def administrator() -> Iterator[None]:
    """Do what only a database administrator can: switch the guards off."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def run(statement: str, *values: str | bytes) -> None:
    with administrator(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def found(report: Report) -> tuple[str, int, int | None]:
    assert report.first_difference
    difference = report.first_difference
    return difference.kind, difference.position, difference.entry_id


def rehash(entry: Entry) -> bytes:
    return Content(
        action=entry.action,
        case_number=entry.case_number,
        facts=msgspec.Raw(entry.facts.encode()),
        object_id=entry.object_id,
        operator=entry.operator,
        recorded_ms=milliseconds(entry.recorded_at),
    ).leaf_hash()


def test_an_untouched_trail_is_intact() -> None:
    trail()
    with database.transaction() as sql:
        api.record(sql, action="a.b", object_id="x", operator="o", facts={})
    report = verify()
    assert report.is_intact
    assert (report.entries, report.positions, report.checkpoints) == (31, 31, 3)
    assert report.unsequenced == 0


def test_an_empty_trail_is_intact() -> None:
    assert verify().is_intact


def test_progress_is_told() -> None:
    trail()
    told: list[tuple[int, int]] = []
    verify(lambda done, total: told.append((done, total)))
    assert told == [(30, 30)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("facts", '{"n":99}'),
        ("operator", "somebody-else"),
        ("action", "a.c"),
        ("object_id", "another"),
        ("case_number", "1"),
        ("recorded_at", "2020-01-01T00:00:00Z"),
    ],
)
def test_a_changed_column_is_found(column: str, value: str) -> None:
    entries = trail()
    run(f"UPDATE audit_entry SET {column} = %s WHERE position = 13", value)
    assert found(verify()) == ("changed", 13, entries[13].id)


def test_a_change_with_a_new_hash_is_found_between_its_checkpoints() -> None:
    entries = trail()
    entries[13].facts = '{"n":99}'
    run(
        "UPDATE audit_entry SET facts = %s, leaf_hash = %s WHERE position = 13",
        entries[13].facts,
        rehash(entries[13]),
    )
    report = verify()
    assert found(report) == ("rewritten", 10, entries[10].id)
    assert report.checkpoints == 1


def test_a_deleted_entry_is_found() -> None:
    entries = trail()
    run("DELETE FROM audit_entry WHERE position = 13")
    assert found(verify()) == ("missing", 13, entries[14].id)


def test_deleted_entries_at_the_end_are_found() -> None:
    trail()
    run("DELETE FROM audit_entry WHERE position >= 25")
    assert found(verify()) == ("missing", 25, None)


def test_a_deleted_entry_is_found_though_the_others_moved_up() -> None:
    trail()
    run("DELETE FROM audit_entry WHERE position = 13")
    run("UPDATE audit_entry SET position = -position WHERE position > 13")
    run("UPDATE audit_entry SET position = -position - 1 WHERE position < 0")
    run("UPDATE audit_tree SET size = 29")
    assert found(verify())[:2] == ("rewritten", 10)


def test_an_inserted_entry_is_found() -> None:
    entries = trail()
    run("UPDATE audit_entry SET position = -position WHERE position >= 13")
    run("UPDATE audit_entry SET position = -position + 1 WHERE position < 0")
    run(
        "INSERT INTO audit_entry (recorded_at, action, object_id, operator, case_number, facts,"
        " leaf_hash, position) SELECT recorded_at, action, object_id, operator, case_number, facts,"
        " leaf_hash, 13 FROM audit_entry WHERE position = 12"
    )
    assert found(verify()) == ("rewritten", 10, entries[10].id)


def test_an_entry_moved_beyond_the_tree_is_missed_in_its_place() -> None:
    trail()
    run("UPDATE audit_entry SET position = 1000 WHERE position = 29")
    assert found(verify()) == ("missing", 29, None)


def test_an_entry_numbered_beyond_the_tree_is_found() -> None:
    trail()
    run(
        "INSERT INTO audit_entry (recorded_at, action, object_id, operator, case_number, facts,"
        " leaf_hash, position) SELECT recorded_at, action, object_id, operator, case_number, facts,"
        " leaf_hash, 30 FROM audit_entry WHERE position = 12"
    )
    newest = Entry.objects.latest("id")
    assert found(verify()) == ("inserted", 30, newest.id)


def test_reordered_entries_are_found() -> None:
    entries = trail()
    run("UPDATE audit_entry SET position = -1 WHERE position = 13")
    run("UPDATE audit_entry SET position = 13 WHERE position = 15")
    run("UPDATE audit_entry SET position = 15 WHERE position = -1")
    assert found(verify()) == ("rewritten", 10, entries[10].id)


def test_a_changed_entry_after_the_last_checkpoint_is_found() -> None:
    trail()
    write(5)
    entry = Entry.objects.get(position=32)
    entry.operator = "somebody-else"
    run(
        "UPDATE audit_entry SET operator = %s, leaf_hash = %s WHERE position = 32",
        entry.operator,
        rehash(entry),
    )
    assert found(verify()) == ("rewritten", 30, Entry.objects.get(position=30).id)


def test_a_change_is_found_within_its_block_of_256() -> None:
    write(800)
    entry = Entry.objects.get(position=600)
    entry.operator = "somebody-else"
    run(
        "UPDATE audit_entry SET operator = %s, leaf_hash = %s WHERE position = 600",
        entry.operator,
        rehash(entry),
    )
    assert found(verify()) == ("rewritten", 512, Entry.objects.get(position=512).id)


def test_a_rewritten_history_differs_from_the_file() -> None:
    trail()
    run("DELETE FROM audit_checkpoint WHERE size = 20")
    assert found(verify()) == ("checkpoint", 20, None)


def test_a_whole_new_history_with_a_stolen_key_differs_from_the_file() -> None:
    trail()
    run("DELETE FROM audit_checkpoint")
    run("DELETE FROM audit_entry WHERE position >= 5")
    run("DELETE FROM audit_tree")
    run("UPDATE audit_entry SET position = NULL")
    sequencing.sequence_all()
    with database.transaction() as sql:
        checkpoints._sign_growth(sql)
    assert found(verify()) == ("missing", 5, None)


def test_a_forged_signature_is_found() -> None:
    trail()
    run("UPDATE audit_checkpoint SET signature = %s WHERE size = 20", b"0")
    assert found(verify()) == ("checkpoint", 20, None)


def test_a_checkpoint_with_another_root_is_found_even_in_both_copies() -> None:
    trail()
    stored = Checkpoint.objects.get(size=20)
    run("UPDATE audit_checkpoint SET root = %s WHERE size = 20", b"\0" * 32)
    path = checkpoint_file.path_for("default")
    path.write_text(path.read_text().replace(bytes(stored.root).hex(), "00" * 32))
    assert found(verify())[:2] == ("rewritten", 10)


def test_a_missing_line_of_the_file_is_found() -> None:
    trail()
    path = checkpoint_file.path_for("default")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[2])
    assert found(verify()) == ("checkpoint", 30, None)


def test_lines_of_the_file_in_another_order_are_found() -> None:
    trail()
    path = checkpoint_file.path_for("default")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[1] + lines[0] + lines[2])
    assert found(verify()) == ("checkpoint", 20, None)


def test_a_line_that_cannot_be_read_is_found() -> None:
    trail()
    path = checkpoint_file.path_for("default")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"{}\n" + lines[2])
    assert found(verify())[0] == "checkpoint"


def test_a_checkpoint_that_was_not_copied_yet_is_no_difference() -> None:
    trail()
    path = checkpoint_file.path_for("default")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:2]) + lines[2][:40])  # a power cut in the middle of a line
    assert verify().is_intact
    checkpoints.copy_out()
    assert path.read_bytes().splitlines(keepends=True) == lines


def test_a_checkpoint_is_due_after_a_minute_or_a_thousand_entries(clock: Clock) -> None:
    assert not checkpoints.is_due()
    write(1)
    assert checkpoints.is_due()
    checkpoints.checkpoint()
    assert not checkpoints.is_due()
    write(1)
    assert not checkpoints.is_due()
    clock.advance(seconds=60)
    assert checkpoints.is_due()
    checkpoints.checkpoint()
    assert checkpoints.checkpoint() is None
    write(1000)
    assert checkpoints.is_due()
