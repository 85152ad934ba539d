import string
from collections.abc import Iterator

import pytest

from yibao.kernel import (
    credit_code,
    identifiers,
    identity_number,
    months,
    person_name,
    phone,
)
from yibao.kernel.errors import DomainError, Several, Unavailable

BLAME = ("非法", "错误操作", "系统繁忙")


def _concrete(parent: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in parent.__subclasses__():
        if child.__module__.startswith("yibao.kernel.") and hasattr(child, "code"):
            yield child
        yield from _concrete(child)


ERRORS = sorted(set(_concrete(DomainError)), key=lambda error: error.code)


def test_every_kind_of_check_declares_its_errors() -> None:
    declaring = {error.__module__ for error in ERRORS}
    modules = (credit_code, identifiers, months, person_name, phone)
    assert declaring >= {module.__name__ for module in modules}
    assert f"{identity_number.__name__}_errors" in declaring


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_an_error_is_one_short_plain_sentence_with_a_remedy(error: type[DomainError]) -> None:
    assert error.message.endswith("。")
    assert error.fix.endswith("。")
    assert len(error.message) <= 50
    assert not any(word in error.message + error.fix for word in BLAME)
    assert error.code.count(".") == 1
    names = {name for _, name, _, _ in string.Formatter().parse(error.message) if name}
    filled = error(at="answers.field", **dict.fromkeys(names, "18"))
    assert filled.to_dict() == {
        "code": error.code,
        "message": str(filled),
        "at": "answers.field",
        "retryable": False,
        "fix": filled.fix.format(**filled.facts),
    }


def test_no_two_errors_share_a_code() -> None:
    codes = [error.code for error in ERRORS]
    assert len(codes) == len(set(codes)) > 10


def test_several_errors_travel_together_with_the_status_of_the_first() -> None:
    several = Several([phone.MobileNumberWrong(), person_name.PersonNameEmpty()])
    assert several.status == 422
    assert str(several) == "phone.mobile_number, person_name.empty"
    assert Unavailable.retryable
