"""What can be wrong with a citizen identity number. No message ever repeats the number."""

from __future__ import annotations

from yibao.kernel.errors import Invalid


class IdentityNumberWrong(Invalid):
    """The text is not a citizen identity number; a subclass says why."""

    fix = "请对照身份证逐位核对后重新填写。"


class IdentityNumberLengthWrong(IdentityNumberWrong):
    """It has neither 18 nor 15 characters."""

    code = "identity_number.length"
    message = "身份证号码应为18位，填写的是{length}位。请核对后重新填写。"


class IdentityNumberCharactersWrong(IdentityNumberWrong):
    """It has something other than digits, or an X before the end."""

    code = "identity_number.characters"
    message = "身份证号码只能是数字，最后一位可以是X。请核对后重新填写。"


class IdentityNumberBirthDateWrong(IdentityNumberWrong):
    """The birth date inside does not exist, or is still to come."""

    code = "identity_number.birth_date"
    message = "身份证号码中的出生日期不存在。请核对第7位到第14位。"


class IdentityNumberCheckDigitWrong(IdentityNumberWrong):
    """The last character does not agree with the others: something is mistyped."""

    code = "identity_number.check_digit"
    message = "身份证号码有一位或几位写错了。请对照证件逐位核对。"
