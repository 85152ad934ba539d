"""Masking of personal data on pages, in lists, messages and documents.

Source: GB/T 35273-2020 第7.2条 (displays limit what they reveal). The standard leaves the patterns
open; these follow the practice of medical insurance agencies. Every function accepts any text, also
a wrong one, and reveals less, never more, when the text is not what it expects.
"""

from __future__ import annotations

import re

_STAR = "*"
_DOT = "·"
_SHORT_NAME = 3
_IDENTITY_NUMBER_LENGTHS = (15, 18)

# The name of a division may begin with any character (路南区, 镇宁县, 道县) but goes on without
# those of streets and villages, save where one is really called so (景德镇市, 新乡市, 二道区).
_NEXT = (
    "(?:[^路街巷道号镇乡村弄栋0-9０-９]|镇(?=[市县](?!场))|乡(?=[市县区族塘])|(?<=二)道(?=江?区))"
)
_FIRST = "[^0-9０-９]"
_CITY = "(?<![超夜])市(?![区场])"
_DISTRICT = "(?<![小社景校厂院])区"  # 小区 and 社区 are where people live, not counties
_PROVINCE = f"(?:{_FIRST}{_NEXT}{{1,5}}?(?:省|自治区|特别行政区))?"
_PREFECTURE = f"(?:{_FIRST}{_NEXT}{{1,9}}?(?:{_CITY}|自治州|地区|盟))?"
_COUNTY = f"(?:{_FIRST}{_NEXT}{{0,13}}?(?:县|{_CITY}|{_DISTRICT}|旗(?![区路街])))?"
_TO_COUNTY = re.compile(_PROVINCE + _PREFECTURE + _COUNTY)


def mask_name(name: str) -> str:
    """Return a person's name masked: 张*, 张**, 欧**华.

    Up to three characters keep the first; longer names, and names with ``·``, the first and last.
    A name of one character is hidden whole.
    """
    if len(name) <= 1:
        return _STAR * len(name)
    if len(name) <= _SHORT_NAME and _DOT not in name:
        return name[0] + _STAR * (len(name) - 1)
    return name[0] + _STAR * (len(name) - 2) + name[-1]


def mask_other_person(name: str, relation: str) -> str:
    """Return another person's name masked, with the relation: 李* (母亲)."""
    return f"{mask_name(name)} ({relation})"


def mask_identity_number(number: str) -> str:
    """Return an identity number with its first three and last four characters: 520***********1234.

    Other documents (passport, household register) keep a third of their end, at most four.
    """
    if len(number) not in _IDENTITY_NUMBER_LENGTHS:
        return _keep_end(number)
    return number[:3] + _STAR * (len(number) - 7) + number[-4:]


def mask_identity_number_on_banner(number: str) -> str:
    """Return an identity number with its first and last character, for the person's own pages."""
    if len(number) not in _IDENTITY_NUMBER_LENGTHS:
        return _STAR * len(number)
    return number[0] + _STAR * (len(number) - 2) + number[-1]


def mask_mobile_number(number: str) -> str:
    """Return a mobile number masked: 138****5678. Any other number keeps a third of its end."""
    if len(number) != 11:
        return _keep_end(number)
    return number[:3] + _STAR * 4 + number[-4:]


def mask_card_number(number: str) -> str:
    """Return a bank or social security card number with its last four characters: **** 1234."""
    end = number.strip()[-4:] if len(number.strip()) > 8 else _STAR * 4
    return f"{_STAR * 4} {end}"


def mask_address(address: str) -> str:
    """Return an address down to its county: 贵阳市南明区***. Without a county, down to the city.

    An address that names neither is hidden whole.
    """
    divisions = _TO_COUNTY.match(address.strip())
    return (divisions.group() if divisions else "") + _STAR * 3


def mask_organisation_name(name: str) -> str:
    """Return an organisation's name for lists that third parties see: 贵州**公司."""
    if len(name) <= 4:
        return name[:1] + _STAR * 2
    return name[:2] + _STAR * 2 + name[-2:]


def _keep_end(text: str) -> str:
    shown = min(4, len(text) // 3)
    return _STAR * (len(text) - shown) + text[len(text) - shown :]
