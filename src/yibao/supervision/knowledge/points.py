"""A knowledge row: one limit on one code, as both evaluators read it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

OPEN_END = 2_932_897
"""Day number of 9999-12-31: a validity without an end."""


class Knowledge(Struct, array_like=True, frozen=True, gc=False):
    """One limit on one code, valid from ``valid_from`` (included) to ``valid_to`` (excluded).

    A published knowledge point with several codes gives one row for each code, all with the same
    ``point``. ``code`` is the code that calls the check (item, diagnosis or operation; ``None``:
    the rule has one limit for everything). What the other columns mean is said by the rule's
    expression; the importer fills them from the published limit.
    """

    rule: Annotated[str, Meta(title="规则编码")]
    point: Annotated[str, Meta(title="知识点编号")]
    code: Annotated[str | None, Meta(title="编码")] = None
    partner: Annotated[str | None, Meta(title="对方编码、类别或组")] = None
    low: Annotated[int | None, Meta(title="下限")] = None
    high: Annotated[int | None, Meta(title="上限")] = None
    cap: Annotated[int | None, Meta(title="限量")] = None
    days: Annotated[int | None, Meta(title="周期", description="days")] = None
    listed: Annotated[str | None, Meta(title="允许的值", description="|a|b|")] = None
    is_coded: Annotated[bool, Meta(title="限定为编码值", description="false: free text")] = True
    valid_from: Annotated[int, Meta(title="生效", description="day number, included")] = 0
    valid_to: Annotated[int, Meta(title="失效", description="day number, excluded")] = OPEN_END


class Evidence(Struct, array_like=True, frozen=True, gc=False):
    """One key that fulfils (or forbids) a point.

    ``D:`` diagnosis, ``M:`` main diagnosis, ``O:`` operation, ``N:`` main operation, ``I:`` item;
    diagnoses also by three and five characters.
    """

    rule: str
    point: str
    key: str
