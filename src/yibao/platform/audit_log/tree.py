"""A Merkle tree as in RFC 9162 section 2.1, over SM3. Pure functions and one small class.

    leaf hash   SM3(0x00 || entry)
    node hash   SM3(0x01 || left || right)
    root of n   the left subtree takes the largest power of two below n

Sizes and positions count entries; positions start at 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from yibao.platform.crypto import sm3

EMPTY_ROOT = sm3.digest(b"")

Subtree = Callable[[int, int], bytes]
"""``subtree(start, count)`` is the root over ``count`` leaves from ``start``."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry."""
    return sm3.digest(b"\x00" + entry)


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node from those of its two children."""
    return sm3.digest(b"\x01" + left + right)


def split(count: int) -> int:
    """Return how many of ``count`` (at least 2) leaves go to the left."""
    return 1 << (count - 1).bit_length() - 1


class Frontier:
    """The roots of the complete subtrees that make up a tree, largest first.

    That is at most 64 hashes however many entries there are, and enough to append and to tell
    the root.
    """

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        if len(hashes) != size.bit_count():
            raise ValueError(f"a tree of {size} has {size.bit_count()} complete subtrees")
        self.size = size
        self.hashes = list(hashes)

    @classmethod
    def from_bytes(cls, size: int, packed: bytes) -> Frontier:
        """Restore what :meth:`to_bytes` packed."""
        return cls(size, [packed[i : i + 32] for i in range(0, len(packed), 32)])

    def to_bytes(self) -> bytes:
        """Return the hashes, 32 bytes each, one after the other."""
        return b"".join(self.hashes)

    def append(self, leaf: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Add a leaf hash; give (height, number, hash) of every subtree that it completes.

        Nothing happens before the iteration ends: consume it.
        """
        current, height = leaf, 0
        while self.size >> height & 1:
            current = node_hash(self.hashes.pop(), current)
            height += 1
            yield height, self.size >> height, current
        self.hashes.append(current)
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


def inclusion_proof(position: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the sibling hashes from the leaf at ``position`` up to the root of ``size``.

    RFC 9162 section 2.1.3.1. Raises ValueError unless 0 <= position < size.
    """
    if not 0 <= position < size:
        raise ValueError("no such position")
    start, proof = 0, list[bytes]()
    while size > 1:
        left = split(size)
        if position < left:
            proof.append(subtree(start + left, size - left))
            size = left
        else:
            proof.append(subtree(start, left))
            position, start, size = position - left, start + left, size - left
    return proof[::-1]


def consistency_proof(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Return the hashes that show the first ``old`` of ``new`` entries to be unchanged.

    RFC 9162 section 2.1.4.1. Raises ValueError unless 0 < old <= new.
    """
    if not 0 < old <= new:
        raise ValueError("no such sizes")
    start, proof, is_whole = 0, list[bytes](), True
    while old != new:
        left = split(new)
        if old <= left:
            proof.append(subtree(start + left, new - left))
            new = left
        else:
            proof.append(subtree(start, left))
            old, start, new, is_whole = old - left, start + left, new - left, False
    if not is_whole:
        proof.append(subtree(start, new))
    return proof[::-1]


def includes(leaf: bytes, position: int, *, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether ``proof`` shows ``leaf`` at ``position`` in the tree. RFC 9162 2.1.3.2."""
    if not 0 <= position < size:
        return False
    number, last, current = position, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if number & 1 or number == last:
            current = node_hash(sibling, current)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            current = node_hash(current, sibling)
        number, last = number >> 1, last >> 1
    return last == 0 and current == root


def continues(
    *, old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether ``proof`` shows that the new tree extends the old one. RFC 9162 2.1.4.2."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = list(proof)
    if old & (old - 1) == 0:
        path.insert(0, old_root)
    return bool(path) and _climb(path, old - 1, new - 1) == (old_root, new_root)


def _climb(path: list[bytes], number: int, last: int) -> tuple[bytes, bytes] | None:
    """Return the roots of the old and the new tree that ``path`` leads to."""
    while number & 1:
        number, last = number >> 1, last >> 1
    old_root = new_root = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if number & 1 or number == last:
            old_root, new_root = node_hash(sibling, old_root), node_hash(sibling, new_root)
            while not number & 1 and number:
                number, last = number >> 1, last >> 1
        else:
            new_root = node_hash(new_root, sibling)
        number, last = number >> 1, last >> 1
    return (old_root, new_root) if last == 0 else None
