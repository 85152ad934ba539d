"""From the content of a notice to what its template prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from yibao.casework.notices.content import AnyContent
from yibao.casework.notices.kinds import NoticeKind
from yibao.platform import clock
from yibao.platform.documents.printable import unprintable_in
from yibao.platform.documents.qr import qr_svg

_FINGERPRINT_GROUP = 4
_FINGERPRINT_GROUPS_OF_LINE = 4


@dataclass(frozen=True)
class Proof:
    """What makes a paper verifiable: code, web address, and the digest of the signature (hex)."""

    code: str
    address: str
    fingerprint: str


def template_of(kind: NoticeKind) -> Traversable:
    """Return the template of this kind of notice."""
    return files(__package__) / "templates" / f"{kind.value}.typ"


def template_data(content: AnyContent, issued_at: datetime, proof: Proof) -> dict[str, object]:
    """Return what the template of ``content`` prints."""
    plain = msgspec.to_builtins(content, builtin_types=(date, datetime))
    return {
        "created_at": issued_at,
        "content": _spelled(plain),
        "issued_on": chinese_date(clock.day_of(issued_at)),
        "code": grouped(proof.code),
        "address": proof.address,
        "qr": qr_svg(proof.address),
        "fingerprint": _fingerprint(proof.fingerprint),
        "unprintable": [f"U+{ord(c):04X}" for c in unprintable_in("".join(_texts_in(plain)))],
    }


def chinese_date(day: date) -> str:
    """Return a day as official papers write it: 2026年1月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_time(instant: datetime) -> str:
    """Return an instant in China's time: 2026年1月2日 09:05."""
    local = instant.astimezone(clock.CHINA)
    return f"{chinese_date(local.date())} {local:%H:%M}"


def grouped(code: str) -> str:
    """Return a verification code in groups of four, as people read it aloud."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _fingerprint(digest: str) -> str:
    """Return the first half of the digest (128 bits) on two lines of four groups."""
    short = digest[: len(digest) // 2].upper()
    groups = [
        short[at : at + _FINGERPRINT_GROUP] for at in range(0, len(short), _FINGERPRINT_GROUP)
    ]
    lines = [
        " ".join(groups[at : at + _FINGERPRINT_GROUPS_OF_LINE])
        for at in range(0, len(groups), _FINGERPRINT_GROUPS_OF_LINE)
    ]
    return "\n".join(lines)


def _spelled(value: object) -> object:
    """Return the data with dates as Chinese papers write them."""
    if isinstance(value, datetime):
        return chinese_time(value)
    if isinstance(value, date):
        return chinese_date(value)
    if isinstance(value, Mapping):
        return {key: _spelled(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_spelled(item) for item in value]
    return value


def _texts_in(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts_in(item)]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _texts_in(item)]
    return []
