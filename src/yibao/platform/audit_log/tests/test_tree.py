"""The tree against a naive recomputation straight from the definition, and its proofs."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import assume, given
from hypothesis import strategies as st

from yibao.platform.audit_log import tree

LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(150)]
SIZES = st.integers(1, len(LEAVES))


def naive_root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return tree.EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return tree.node_hash(naive_root(leaves[:left]), naive_root(leaves[left:]))


def subtree(start: int, count: int) -> bytes:
    return naive_root(LEAVES[start : start + count])


def frontier_of(size: int) -> tree.Frontier:
    frontier = tree.Frontier()
    for leaf in LEAVES[:size]:
        list(frontier.append(leaf))
    return frontier


def test_the_empty_tree_has_the_digest_of_nothing() -> None:
    # SM3 of the empty text: GB/T 32905-2016, computed with openssl.
    assert tree.Frontier().root().hex() == (
        "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"
    )


@given(st.integers(0, len(LEAVES)))
def test_appending_one_by_one_gives_the_root_of_the_definition(size: int) -> None:
    assert frontier_of(size).root() == naive_root(LEAVES[:size])


@given(st.integers(0, len(LEAVES)), st.integers(0, len(LEAVES)))
def test_a_frontier_can_be_put_down_and_taken_up_again(first: int, second: int) -> None:
    assume(first <= second)
    restored = tree.Frontier.from_bytes(first, frontier_of(first).to_bytes())
    for leaf in LEAVES[first:second]:
        list(restored.append(leaf))
    assert restored.hashes == frontier_of(second).hashes


def test_appending_names_every_complete_subtree_once() -> None:
    frontier = tree.Frontier()
    named = {
        (height, number): node
        for leaf in LEAVES[:128]
        for height, number, node in frontier.append(leaf)
    }
    assert len(named) == 127
    for (height, number), node in named.items():
        assert node == subtree(number << height, 1 << height)


@given(SIZES, st.data())
def test_an_inclusion_proof_convinces(size: int, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(position, size, subtree)
    root = naive_root(LEAVES[:size])
    assert len(proof) <= size.bit_length()
    assert tree.includes(LEAVES[position], position, size=size, root=root, proof=proof)


@given(SIZES, st.data())
def test_an_inclusion_proof_convinces_of_nothing_else(size: int, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, size - 1))
    claimed = data.draw(st.integers(-1, size + 1))
    proof = tree.inclusion_proof(position, size, subtree)
    root = naive_root(LEAVES[:size])
    other = tree.leaf_hash(b"other")
    assert not tree.includes(other, position, size=size, root=root, proof=proof)
    assert not tree.includes(LEAVES[position], position, size=size, root=other, proof=proof)
    longer = [*proof, other]
    assert not tree.includes(LEAVES[position], position, size=size, root=root, proof=longer)
    if proof:
        shorter = proof[:-1]
        assert not tree.includes(LEAVES[position], position, size=size, root=root, proof=shorter)
    if claimed != position:
        assert not tree.includes(LEAVES[position], claimed, size=size, root=root, proof=proof)


@given(SIZES, SIZES)
def test_a_consistency_proof_convinces(old: int, new: int) -> None:
    assume(old <= new)
    proof = tree.consistency_proof(old, new, subtree)
    assert tree.continues(
        old=old,
        old_root=naive_root(LEAVES[:old]),
        new=new,
        new_root=naive_root(LEAVES[:new]),
        proof=proof,
    )


@given(SIZES, SIZES, st.data())
def test_a_consistency_proof_exposes_a_rewritten_entry(
    old: int, new: int, data: st.DataObject
) -> None:
    assume(old <= new)
    changed = data.draw(st.integers(0, old - 1))
    forged = [*LEAVES[:changed], tree.leaf_hash(b"forged"), *LEAVES[changed + 1 :]]

    def forged_subtree(start: int, count: int) -> bytes:
        return naive_root(forged[start : start + count])

    for prover in (subtree, forged_subtree):
        assert not tree.continues(
            old=old,
            old_root=naive_root(LEAVES[:old]),
            new=new,
            new_root=naive_root(forged[:new]),
            proof=tree.consistency_proof(old, new, prover),
        )


@given(SIZES, SIZES, st.lists(st.sampled_from(LEAVES[:9]), max_size=9))
def test_a_made_up_consistency_proof_never_convinces(
    old: int, new: int, proof: list[bytes]
) -> None:
    assume(old != new)
    wrong = tree.leaf_hash(b"wrong")
    assert not tree.continues(
        old=old, old_root=wrong, new=new, new_root=naive_root(LEAVES[:new]), proof=proof
    )
