"""Which cases lie in an officer's region: a prefecture sees its counties, a county itself only."""

from __future__ import annotations


def bounds_of(region: str) -> tuple[str, str]:
    """Return the lowest and the highest code within a region (six digits), both included.

    Codes of GB/T 2260 are pairs of digits: 520000 the province, 520100 a prefecture, 520102 a
    county. The bounds let an index on the column be used.
    """
    stem = (
        region[:2] if region.endswith("0000") else region[:4] if region.endswith("00") else region
    )
    return stem.ljust(6, "0"), stem.ljust(6, "9")


def covers(area: str, region: str) -> bool:
    """Tell whether an officer of ``area`` may see what belongs to ``region``."""
    lowest, highest = bounds_of(area)
    return lowest <= region <= highest
