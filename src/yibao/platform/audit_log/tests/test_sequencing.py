from __future__ import annotations

import threading

import pytest
from django.db import connections

from yibao.platform import database
from yibao.platform.audit_log import api, proofs, sequencing, tree
from yibao.platform.audit_log.errors import NoSuchProof
from yibao.platform.audit_log.models import Entry, Node


def write(count: int) -> None:
    with database.transaction() as sql:
        for number in range(count):
            api.record(sql, action="a.b", object_id=str(number), operator="o", facts={"n": number})


def leaves() -> list[bytes]:
    hashes = Entry.objects.order_by("position").values_list("leaf_hash", flat=True)
    return [bytes(leaf) for leaf in hashes]


@pytest.mark.django_db
def test_positions_are_consecutive_over_batches() -> None:
    write(25)
    assert [sequencing.sequence(10) for _ in range(4)] == [10, 10, 5, 0]
    positions = Entry.objects.order_by("id").values_list("position", flat=True)
    assert list(positions) == list(range(25))


@pytest.mark.django_db
def test_the_stored_tree_is_that_of_the_rows() -> None:
    write(600)
    sequencing.sequence(300)
    sequencing.sequence_all()
    rebuilt = tree.Frontier()
    for leaf in leaves():
        list(rebuilt.append(leaf))
    with database.transaction() as sql:
        assert sequencing.stored_tree(sql).hashes == rebuilt.hashes
    assert sorted(Node.objects.values_list("level", "number")) == [(8, 0), (8, 1)]


@pytest.mark.django_db
def test_proofs_from_the_stored_tree_convince() -> None:
    write(700)
    sequencing.sequence_all()
    with database.transaction() as sql:
        root = proofs.root_at(sql, 700)
        for position, leaf in list(enumerate(leaves()))[::97]:
            proof = proofs.inclusion_proof(sql, position=position, size=700)
            assert tree.includes(leaf, position, size=700, root=root, proof=proof)
        for old in (1, 255, 256, 257, 511, 512, 699, 700):
            assert tree.continues(
                old=old,
                old_root=proofs.root_at(sql, old),
                new=700,
                new_root=root,
                proof=proofs.consistency_proof(sql, old=old, new=700),
            )


@pytest.mark.django_db
def test_there_is_no_proof_of_what_is_not_in_the_tree() -> None:
    write(3)
    sequencing.sequence_all()
    with database.transaction() as sql:
        for position, size in ((3, 3), (-1, 3), (0, 4)):
            with pytest.raises(NoSuchProof):
                proofs.inclusion_proof(sql, position=position, size=size)
        for old, new in ((0, 3), (2, 1), (1, 4)):
            with pytest.raises(NoSuchProof):
                proofs.consistency_proof(sql, old=old, new=new)


@pytest.mark.django_db(transaction=True)
def test_a_writer_that_commits_late_is_numbered_later() -> None:
    has_written, may_commit = threading.Event(), threading.Event()

    def slow_writer() -> None:
        with database.transaction() as sql:
            api.record(sql, action="a.slow", object_id="slow", operator="o", facts={})
            sql.flush()
            has_written.set()
            may_commit.wait(10)
        connections.close_all()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    assert has_written.wait(10)
    write(2)
    assert sequencing.sequence() == 2
    may_commit.set()
    writer.join()
    assert sequencing.sequence() == 1
    slow = Entry.objects.get(object_id="slow")
    assert slow.position == 2
    assert slow.id == min(Entry.objects.values_list("id", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_do_not_get_in_each_others_way() -> None:
    write(50)
    holds, may_go, done = threading.Event(), threading.Event(), list[int]()

    def other() -> None:
        with database.transaction() as sql:
            sequencing.take_turn(sql)
            holds.set()
            may_go.wait(10)
        done.append(sequencing.sequence())
        connections.close_all()

    thread = threading.Thread(target=other)
    thread.start()
    assert holds.wait(10)
    assert sequencing.sequence() == 0
    may_go.set()
    thread.join()
    assert done == [50]


@pytest.mark.django_db(transaction=True, databases=["default", "sandbox"])
def test_the_sandbox_has_a_trail_of_its_own() -> None:
    with database.using("sandbox"):
        write(3)
        assert sequencing.sequence() == 3
    assert sequencing.sequence() == 0
    assert not Entry.objects.using("default").exists()
