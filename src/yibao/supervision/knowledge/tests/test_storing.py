from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from yibao.platform import database
from yibao.supervision.knowledge import actions, queries, shipped
from yibao.supervision.knowledge.base import load_shipped, load_stored, snapshot
from yibao.supervision.knowledge.facts import Candidate
from yibao.supervision.knowledge.planning import Dating, Plan
from yibao.supervision.knowledge.tests.conftest import MakeCandidate

pytestmark = pytest.mark.django_db

ATTACKS = [
    "UPDATE knowledge_point SET fact = '男'",
    "UPDATE knowledge_point SET codes = codes || 'T000000009'::varchar",
    "UPDATE knowledge_point SET valid_from = valid_from - 1",
    "UPDATE knowledge_point SET rule = 'N81', valid_to = '2026-01-01'",
    "UPDATE knowledge_point SET is_coded = NOT is_coded",
    "DELETE FROM knowledge_point",
]


def _import(*candidates: Candidate, dating: Dating = Dating()) -> Plan:  # noqa: B008  # frozen
    return actions.import_points(
        candidates, dating, files="test.xlsx", checksum="0" * 64, operator="command:test"
    )


def test_what_was_written_is_read_back(make_candidate: MakeCandidate) -> None:
    candidate = make_candidate(rule="N08", fact="按凭据", batch="12", evidence=("D:K25", "O:44"))
    plan = _import(candidate)
    with database.reading() as sql:
        assert queries.all_points(sql) == plan.new
        assert queries.point(sql, plan.new[0].id) == plan.new[0]
        (count,) = queries.counts(sql, rule="N08", day=date(2026, 11, 22))
    assert (count.points, count.codes, count.valid) == (1, 1, 1)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_stored_point_cannot_be_edited_or_deleted(
    make_candidate: MakeCandidate, attack: str
) -> None:
    _import(make_candidate())
    with pytest.raises(ProgrammingError, match="knowledge_point is"), transaction.atomic():
        connection.cursor().execute(attack)


def test_a_closed_point_is_never_opened_again_or_prolonged(make_candidate: MakeCandidate) -> None:
    _import(make_candidate())
    _import(make_candidate(batch="2026-01"))
    closed = "WHERE valid_to IS NOT NULL"
    for value in ("NULL", "'2027-01-01'"):
        with pytest.raises(ProgrammingError, match="only end earlier"), transaction.atomic():
            connection.cursor().execute(f"UPDATE knowledge_point SET valid_to = {value} {closed}")


def test_a_point_cannot_end_before_it_begins(make_candidate: MakeCandidate) -> None:
    _import(make_candidate())
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute("UPDATE knowledge_point SET valid_to = valid_from")


def test_a_second_import_writes_nothing(make_candidate: MakeCandidate) -> None:
    _import(make_candidate())
    assert _import(make_candidate()).opening == []
    assert _rows("SELECT count(*), sum(opened) FROM knowledge_import") == [(1, 1)]


def test_a_revision_is_stored_with_what_it_replaces(make_candidate: MakeCandidate) -> None:
    old = _import(make_candidate()).new[0]
    new = _import(make_candidate(batch="2026-01")).superseding[0]
    with database.reading() as sql:
        before, after = queries.point(sql, old.id), queries.point(sql, new.id)
        assert queries.superseded_by(sql, old.id) == [new.id]
    assert before
    assert after
    assert before.valid_to == after.valid_from
    assert after.supersedes == old.id


def test_a_conflict_is_not_written_while_the_rest_is(make_candidate: MakeCandidate) -> None:
    _import(make_candidate())
    plan = _import(make_candidate(fact="男"), make_candidate(name="白云片", codes=("T000000002",)))
    assert [point.name for point in plan.conflicts] == ["青松片"]
    assert _rows("SELECT name, fact FROM knowledge_point ORDER BY name") == [
        ("白云片", "女"),
        ("青松片", "女"),
    ]


def test_an_import_is_in_the_audit_trail(make_candidate: MakeCandidate) -> None:
    _import(make_candidate())
    assert _rows(
        "SELECT action, operator FROM audit_entry WHERE action = 'supervision.knowledge_imported'"
    ) == [("supervision.knowledge_imported", "command:test")]


def test_the_packaged_facts_are_loaded_once_and_give_the_packaged_snapshot() -> None:
    assert actions.load_packaged() == len(shipped.points())
    assert actions.load_packaged() == 0
    with database.reading() as sql:
        stored = load_stored(sql)
        assert stored == load_shipped()
        today = snapshot(sql, date(2026, 1, 28))
    assert today.snapshot_id == stored.snapshot_id
    assert len(today.rows) < len(stored.rows)


def test_an_import_of_ones_own_survives_the_packaged_facts(make_candidate: MakeCandidate) -> None:
    own = _import(make_candidate(batch="99"), dating=Dating(published_on=date(2026, 9, 1))).new[0]
    actions.load_packaged()
    with database.reading() as sql:
        assert queries.point(sql, own.id) == own


def _rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())
