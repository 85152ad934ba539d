"""The SM2 curve of GB/T 32918.5-2017.

Only public numbers are handled here; everything secret stays in the library behind a backend.
"""

from __future__ import annotations

COORDINATE_SIZE = 32
"""Length of a coordinate, a scalar, r or s, in bytes."""

FIELD_PRIME = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
COEFFICIENT_A = FIELD_PRIME - 3
COEFFICIENT_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123


def is_on_curve(point: bytes) -> bool:
    """Return whether ``point`` (x || y, 64 bytes) is a finite point of the curve.

    The cofactor is 1, so a point on the curve is also in the right group.
    """
    if len(point) != 2 * COORDINATE_SIZE:
        return False
    x = int.from_bytes(point[:COORDINATE_SIZE], "big")
    y = int.from_bytes(point[COORDINATE_SIZE:], "big")
    if x >= FIELD_PRIME or y >= FIELD_PRIME:
        return False
    return (y * y - (x * x * x + COEFFICIENT_A * x + COEFFICIENT_B)) % FIELD_PRIME == 0


def is_private_scalar(scalar: bytes) -> bool:
    """Return whether ``scalar`` (32 bytes) is in [1, n-2], as GB/T 32918.1 section 6.1 demands."""
    if len(scalar) != COORDINATE_SIZE:
        return False
    return 1 <= int.from_bytes(scalar, "big") <= ORDER - 2
