from __future__ import annotations

import string

from yibao.kernel.errors import DomainError, Several
from yibao.portal import wording
from yibao.portal.errors import CodeWrong, TooManyAttempts


def _all_errors(base: type[DomainError] = DomainError) -> dict[str, type[DomainError]]:
    found = {}
    for kind in base.__subclasses__():
        if "code" in vars(kind):
            found[kind.code] = kind
        found |= _all_errors(kind)
    return found


def test_every_sentence_of_the_pages_belongs_to_an_error_that_exists() -> None:
    known = _all_errors()
    for code in {*wording._MESSAGES, *wording._FIXES}:
        assert code in known, code


def test_no_sentence_for_people_speaks_to_programmes() -> None:
    sentences = [*wording._MESSAGES.values(), *wording._FIXES.values()]
    sentences += [
        kind.message for code, kind in _all_errors().items() if code.startswith("portal.")
    ]
    for sentence in sentences:
        for word in ("接口", "字段", "subject", "JSON", "非法", "系统繁忙", "错误操作"):
            assert word not in sentence, sentence
        assert sentence.endswith("。"), sentence


def test_a_sentence_asks_only_for_facts_that_the_error_has() -> None:
    known = _all_errors()
    for code, text in wording._MESSAGES.items():
        wanted = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        original = known[code].message + known[code].fix
        had = {name for _, name, _, _ in string.Formatter().parse(original) if name}
        assert wanted <= had, code


def test_several_errors_are_presented_each_once() -> None:
    found = wording.present(
        Several([CodeWrong(left=2), CodeWrong(left=2), TooManyAttempts(minutes=5)])
    )
    assert [each.message for each in found] == [
        "验证码不对，还可以再试2次。",
        "操作太频繁了，请过5分钟再试。",
    ]
