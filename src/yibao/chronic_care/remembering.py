"""Asking once for a case what its checks and its effect both need."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from yibao.catalogue.case import Case

T = TypeVar("T")
P = ParamSpec("P")


def once_per_case(
    read: Callable[Concatenate[Case[Any], P], T],
) -> Callable[Concatenate[Case[Any], P], T]:
    """Let ``read`` run once for a case and these arguments; what it found goes with the case."""
    known: WeakKeyDictionary[Case[Any], dict[object, T]] = WeakKeyDictionary()

    @wraps(read)
    def remembered(case: Case[Any], /, *args: P.args, **named: P.kwargs) -> T:
        of_case = known.setdefault(case, {})
        key = (args, tuple(sorted(named.items())))
        if key not in of_case:
            of_case[key] = read(case, *args, **named)
        return of_case[key]

    return remembered
