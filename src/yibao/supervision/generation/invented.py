"""Codes of national shape that no published knowledge names, for what must not be found."""

from __future__ import annotations

import random
from collections.abc import Iterator


def invented_codes(chance: random.Random) -> Iterator[str]:
    """Yield codes without end, the four kinds in turn, none twice.

    Drugs 23 characters, decoction pieces 10, services 15, consumables 20; the letters and leading
    digits lie outside what the published tables use.
    """
    number = chance.randrange(1_000)
    while True:
        number += 1
        yield f"XY99ZZZ{number % 1000:03d}Z{number:012d}"
        yield f"T{900_000_000 + number % 100_000_000:09d}"
        yield f"99{number:013d}"
        yield f"C99{number:017d}"
