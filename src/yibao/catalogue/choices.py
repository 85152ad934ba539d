"""Enumerations whose members carry the label that a person reads."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Choices(StrEnum):
    """``MEMBER = "value", "标签"``: the value travels, the label is shown."""

    label: str
    _value_: str

    # The default lets a type checker accept a look-up by value, which passes no label.
    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member from its value and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
