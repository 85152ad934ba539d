"""The people of the made-up province. None of them exists."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from hashlib import sha256

from yibao.kernel import identity_number
from yibao.reference import regions

PROVINCE = "520000"
# So many days of birth, back from the day on which the province is made: 85 years.
_DAYS = 31_000
# A prime that 31,000 is no multiple of: neighbours in the list are not neighbours in age, and no two
# people of a county share birth day and sequence.
_STRIDE = 7_919
_FAMILIES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧建文辉力红"


@dataclass(frozen=True, slots=True)
class Citizen:
    """Somebody made up; ``region`` is his county."""

    id: uuid.UUID
    name: str
    identity_number: str
    phone: str
    address: str
    region: str
    birth_date: date

    @property
    def sex(self) -> str:
        """Return 1 for a man, 2 for a woman, as the identity number says."""
        return "1" if int(self.identity_number[16]) % 2 else "2"


def citizens(first: int, last: int, *, seed: int, today: date) -> Iterator[Citizen]:
    """Yield the people from number ``first`` up to ``last`` (excluded)."""
    areas = counties()
    for number in range(first, last):
        yield _citizen(number, areas, seed=seed, today=today)


@cache
def counties() -> tuple[tuple[str, str], ...]:
    """Return code and full name of every county of the province, in order."""
    return tuple(
        (county.code, regions.full_name(county.code))
        for prefecture in regions.children(PROVINCE)
        for county in regions.children(prefecture.code)
    )


def _citizen(number: int, areas: Sequence[tuple[str, str]], *, seed: int, today: date) -> Citizen:
    place, rest = number % len(areas), number // len(areas)
    region, area = areas[place]
    day, sequence = rest % _DAYS, rest // _DAYS
    back = (day * _STRIDE + seed + place) % _DAYS
    born = today - timedelta(days=back + 1)
    # Both sexes, and numbers beyond those of the named test persons.
    card = identity_number.make(region, born, 100 + 2 * sequence + (number + day) % 2)
    draw = sha256(f"{seed}:{number}".encode()).digest()
    return Citizen(
        id=uuid.UUID(bytes=draw[:16], version=4),
        name=_name(draw),
        identity_number=card.text,
        phone=f"199{draw[20] % 100:02d}{int.from_bytes(draw[16:20]) % 1_000_000:06d}",
        address=f"{area}测试路{1 + draw[21]}号",
        region=region,
        birth_date=born,
    )


def _name(draw: bytes) -> str:
    given = _GIVEN[draw[23] % len(_GIVEN)]
    more = _GIVEN[draw[24] % len(_GIVEN)] if draw[25] % 3 else ""
    return _FAMILIES[draw[22] % len(_FAMILIES)] + given + more
