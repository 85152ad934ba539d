"""Mobile numbers of the Chinese mainland.

Source: 《电信网编号计划（2017年版）》: eleven digits that start with 13 to 19. No list of number
ranges is kept: operators open new ones every year, and numbers move between operators.
"""

from __future__ import annotations

import re

from yibao.kernel.errors import Invalid
from yibao.kernel.typed_text import compact

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_COUNTRY_CODE = re.compile(r"^(?:\+|00)86")


class MobileNumberWrong(Invalid):
    """The text is not a mobile number of the Chinese mainland."""

    code = "phone.mobile_number"
    message = "手机号码应为11位数字，以13到19开头。请核对后重新填写。"
    fix = "填写中国内地的11位手机号码，例如 13800000000。"


def check(text: str, *, at: str = "") -> str:
    """Return the eleven digits of the mobile number that somebody typed.

    Full-width digits, spaces, hyphens and a leading +86 or 0086 are put right. Raises
    MobileNumberWrong, which does not repeat the number; ``at`` names the field.
    """
    number = _COUNTRY_CODE.sub("", compact(text).replace("-", ""))
    if not _MOBILE.fullmatch(number):
        raise MobileNumberWrong(at=at)
    return number
