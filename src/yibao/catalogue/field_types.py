"""The kinds of question: text, choice, national code, date, region, phone, and so on."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from datetime import date
from typing import ClassVar, TypeVar

from yibao.catalogue.choices import Choices
from yibao.catalogue.errors import (
    AnswerTooLong,
    AnswerTooShort,
    AnswerWithStrangeCharacters,
    ChoiceUnknown,
    CodeUnknown,
    DateUnreadable,
    NumberOutOfRange,
    PhoneUnreadable,
    RegionElsewhere,
    RegionTooWide,
    RegionUnknown,
)
from yibao.catalogue.field import Field
from yibao.kernel import identity_number, person_name, phone
from yibao.kernel.errors import DomainError, Invalid
from yibao.reference import code_tables, regions

C = TypeVar("C", bound=Choices)


class Text(Field[str]):
    """One line of text, ``least`` to ``most`` characters."""

    def __init__(
        self,
        label: str,
        *,
        most: int = 100,
        least: int = 1,
        hint: str = "",
        example: str = "",
        personal: bool = False,
    ) -> None:
        super().__init__(label, hint=hint, example=example, personal=personal)
        self.most, self.least = most, least

    def parse_text(self, text: str) -> str:
        """Refuse control characters and a wrong length."""
        if any(unicodedata.category(character) in {"Cc", "Cs", "Cn", "Co"} for character in text):
            raise AnswerWithStrangeCharacters(label=self.label, at=self.path)
        if len(text) > self.most:
            raise AnswerTooLong(label=self.label, most=self.most, at=self.path)
        if len(text) < self.least:
            raise AnswerTooShort(label=self.label, least=self.least, at=self.path)
        return text

    def schema(self) -> dict[str, object]:
        """Add the lengths."""
        return super().schema() | {"minLength": self.least, "maxLength": self.most}


class Choice(Field[C]):
    """One of a few possibilities, each with a label."""

    kind = "choice"
    expected = "选项"

    def __init__(self, label: str, options: type[C], *, hint: str = "", example: str = "") -> None:
        super().__init__(label, hint=hint, example=example)
        self.options = options

    def parse_text(self, text: str) -> C:
        """Find the member with this value."""
        try:
            return self.options(text)
        except ValueError:
            choices = "、".join(f"{option.value}（{option.label}）" for option in self.options)
            raise ChoiceUnknown(label=self.label, choices=choices, at=self.path) from None

    def to_json(self, value: C) -> object:
        """Return the value that travels."""
        return value.value

    def display(self, value: C) -> str:
        """Return the label."""
        return value.label

    def schema(self) -> dict[str, object]:
        """Add the values and their labels."""
        return super().schema() | {
            "enum": [option.value for option in self.options],
            "x-labels": {option.value: option.label for option in self.options},
        }


class Code(Field[str]):
    """A value of a national code table (``reference.code_tables``)."""

    kind = "code"
    expected = "代码"

    def __init__(
        self, label: str, *, table: str, only: tuple[str, ...] = (), hint: str = ""
    ) -> None:
        super().__init__(label, hint=hint)
        self.table, self.only = table, only

    def parse_text(self, text: str) -> str:
        """Look the code up."""
        if not code_tables.is_code(self.table, text) or (self.only and text not in self.only):
            raise CodeUnknown(label=self.label, table=self.table, at=self.path)
        return text

    def display(self, value: str) -> str:
        """Return the label of the code."""
        return code_tables.label(self.table, value)

    def options(self) -> dict[str, str]:
        """Return the codes that may be chosen, with their labels."""
        labels = {entry.code: entry.label for entry in code_tables.table(self.table).entries}
        return {code: labels[code] for code in (self.only or labels)}

    def schema(self) -> dict[str, object]:
        """Add the table, and the values when they are few."""
        extra: dict[str, object] = {"x-code-table": self.table}
        options = self.options()
        if len(options) <= 40:
            extra |= {"enum": list(options), "x-labels": options}
        return super().schema() | extra


# Room for months to be added before any rule speaks; nobody lives outside.
_YEARS = range(1850, 2200)


class Date(Field[date]):
    """A day of the calendar, ``2026-01-31``."""

    kind = "date"
    expected = "日期"

    def parse_text(self, text: str) -> date:
        """Read ISO 8601; nothing else, so that 01/02 is never misread."""
        try:
            if len(text) != 10:
                raise ValueError
            found = date.fromisoformat(text)
            if found.year not in _YEARS:
                raise ValueError
        except ValueError:
            raise DateUnreadable(label=self.label, at=self.path) from None
        return found

    def to_json(self, value: date) -> object:
        """Return ISO 8601."""
        return value.isoformat()

    def display(self, value: date) -> str:
        """Return the day as it is written in Chinese."""
        return f"{value.year}年{value.month}月{value.day}日"

    def schema(self) -> dict[str, object]:
        """Add the format."""
        return super().schema() | {"format": "date"}


class Integer(Field[int]):
    """A whole number from ``least`` to ``most``."""

    kind = "integer"
    expected = "整数"

    def __init__(
        self, label: str, *, least: int, most: int, hint: str = "", example: str = ""
    ) -> None:
        super().__init__(label, hint=hint, example=example)
        self.least, self.most = least, most

    def parse(self, raw: object) -> int:
        """Take a JSON number, or the digits that a page sends."""
        if isinstance(raw, str) and raw.strip().isascii() and raw.strip().isdecimal():
            raw = int(raw) if len(raw) < 12 else self.most + 1
        if not isinstance(raw, int) or isinstance(raw, bool):
            raise self.wrong_kind()
        if not self.least <= raw <= self.most:
            raise NumberOutOfRange(label=self.label, least=self.least, most=self.most, at=self.path)
        return raw

    def schema(self) -> dict[str, object]:
        """Add the bounds."""
        return super().schema() | {"type": "integer", "minimum": self.least, "maximum": self.most}


class Year(Integer):
    """A calendar year."""

    kind = "year"
    expected = "年份"

    def __init__(self, label: str, *, hint: str = "", example: str = "") -> None:
        super().__init__(label, least=2000, most=2099, hint=hint, example=example)

    def display(self, value: int) -> str:
        """Return the year with its word."""
        return f"{value}年"


class Flag(Field[bool]):
    """Yes or no."""

    kind = "flag"
    expected = "true 或 false"

    def parse(self, raw: object) -> bool:
        """Take a JSON boolean, or what a tick box sends."""
        if isinstance(raw, bool):
            return raw
        if raw in {"true", "on", "1"}:
            return True
        if raw in {"false", "off", "0"}:
            return False
        raise self.wrong_kind()

    def display(self, value: bool) -> str:
        """Return 是 or 否."""
        return "是" if value else "否"

    def schema(self) -> dict[str, object]:
        """Say boolean."""
        return super().schema() | {"type": "boolean"}


class Region(Field[str]):
    """A place in China by its six-digit code, down to ``level`` at least."""

    kind = "region"
    expected = "六位行政区划代码"
    level_labels: ClassVar[dict[str, str]] = {"prefecture": "地级市", "county": "区县"}

    def __init__(
        self, label: str, *, level: str = "prefecture", within: str = "", hint: str = ""
    ) -> None:
        super().__init__(label, hint=hint, example="520100" if level == "prefecture" else "520102")
        self.level, self.within = level, within

    def parse_text(self, text: str) -> str:
        """Look the place up and check how precise and where it is."""
        if not regions.exists(text):
            raise RegionUnknown(label=self.label, at=self.path)
        found = regions.region(text).level
        if found == "province" or (self.level == "county" and found != "county"):
            raise RegionTooWide(label=self.label, level=self.level_labels[self.level], at=self.path)
        if self.within and not regions.is_within(text, self.within):
            raise RegionElsewhere(label=self.label, at=self.path)
        return text

    def display(self, value: str) -> str:
        """Return the full name of the place."""
        return regions.full_name(value)

    def schema(self) -> dict[str, object]:
        """Add the shape of the code."""
        return super().schema() | {"pattern": "^[0-9]{6}$", "x-region-level": self.level}


class _Checked(Field[str], ABC):
    """Text that a function of the kernel checks and brings into its one right form."""

    @abstractmethod
    def normalised(self, text: str) -> str:
        """Return the text in that form; raise what the kernel raises."""

    def parse_text(self, text: str) -> str:
        """Check; point the error at this question."""
        try:
            return self.normalised(text)
        except DomainError as error:
            error.at = self.path
            raise


class Phone(_Checked):
    """A mobile number of the mainland."""

    kind = "phone"

    def __init__(self, label: str = "手机号码", *, hint: str = "") -> None:
        super().__init__(label, hint=hint, example="13800001234", personal=True)

    def normalised(self, text: str) -> str:
        """Drop the spaces and dashes people write, then check."""
        try:
            return phone.check(text.replace(" ", "").replace("-", ""))
        except Invalid:
            raise PhoneUnreadable(label=self.label) from None


class IdentityNumber(_Checked):
    """An 18-digit citizen's identity number (GB 11643)."""

    kind = "identity_number"

    def __init__(self, label: str = "身份证号码", *, hint: str = "") -> None:
        super().__init__(label, hint=hint, personal=True)

    def normalised(self, text: str) -> str:
        """Check the check digit and the birth date."""
        return identity_number.check(text).text


class PersonName(_Checked):
    """A person's name, up to 50 characters, with ``·`` where it has one."""

    kind = "name"

    def __init__(self, label: str = "姓名", *, hint: str = "") -> None:
        super().__init__(label, hint=hint, example="张三", personal=True)

    def normalised(self, text: str) -> str:
        """Bring the dot into its one form."""
        return person_name.check(text)
