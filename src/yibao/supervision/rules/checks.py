"""What the types of ``declaration.py`` alone cannot refuse in a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yibao.supervision.expressions import parse
from yibao.supervision.expressions.errors import ExpressionError
from yibao.supervision.rules import messages
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.directory import Entry, directory
from yibao.supervision.rules.families import FAMILIES
from yibao.supervision.shapes.registry import shape_module

Problem = tuple[str, str]
"""The field and what is wrong with it."""

TIME_WINDOWS = (
    "当次门诊", "当次住院", "自然日", "单日", "自然月", "单月", "每季度", "自然年", "医保年度", "其他",
)  # fmt: skip
"""The values that the national rule library uses; several are joined with 、."""

EXPRESSIONS = ("applies", "violates", "measured", "limit")

_FILE_NAME = re.compile(r"l?\d{1,2}_[a-z0-9]+(?:_[a-z0-9]+)*\.yaml")
_SUMMED = frozenset({"line", "encounter"})
"""What the expressions of ``options.numerator`` and ``options.denominator`` may read."""


def problems(name: str, rule: Rule) -> Iterator[Problem]:
    """Yield everything wrong with a rule that stands in the file ``name``."""
    entry = directory().get(rule.code)
    if entry is None:
        yield "code", f"目录里没有{rule.code}"
        return
    if not _FILE_NAME.fullmatch(name) or not name.startswith(_number_in_file_name(rule)):
        yield "文件名", "应为编号加英文全词，例如 67_drug_by_sex.yaml"
    yield from _against_directory(rule, entry)
    if rule.shape not in FAMILIES[rule.family].shapes:
        yield "shape", f"{rule.family}类规则不能用{rule.shape}"
    yield from _texts(rule)
    yield from _stages(rule)
    yield from _expressions(rule)


def _against_directory(rule: Rule, entry: Entry) -> Iterator[Problem]:
    for field in ("number", "national_code", "name", "family"):
        if getattr(rule, field) != getattr(entry, field):
            yield field, f"应与目录一致，为{getattr(entry, field)}"
    for stage, digit in (("order", "1"), ("settlement", "2"), ("review", "3")):
        is_active = getattr(rule.stages, stage) != "none"
        if is_active != (digit in entry.stages):
            yield f"stages.{stage}", f"目录的监管环节是{entry.stages}"
    # 可疑/明确 starts as a suspicion, 明确/可疑 as a violation
    if rule.grade != ("violation" if entry.grade.startswith("明确") else "suspected"):
        yield "grade", f"目录的结果类型是{entry.grade}"


def _texts(rule: Rule) -> Iterator[Problem]:
    for field in ("definition", "basis"):
        if not getattr(rule, field):
            yield field, "没有填写"
    for field in ("message", "advice"):
        for problem in messages.problems(getattr(rule, field)):
            yield field, problem
    if not set(rule.time_window.split("、")) <= set(TIME_WINDOWS):
        yield "time_window", f"可以写：{'、'.join(TIME_WINDOWS)}"


def _stages(rule: Rule) -> Iterator[Problem]:
    if rule.stages.order == "block" or rule.stages.review in ("remind", "block"):
        yield "stages", "事前只提醒，事后只列疑点"
    if rule.grade == "suspected" and rule.stages.settlement == "block":
        yield "stages.settlement", "可疑的规则只能提醒，不能拦截"


def _expressions(rule: Rule) -> Iterator[Problem]:
    allowed = shape_module(rule.shape).ALIASES
    texts = [(field, getattr(rule, field), allowed) for field in EXPRESSIONS]
    texts += [
        (f"options.{field}", rule.options[field], _SUMMED)
        for field in ("numerator", "denominator")
        if field in rule.options
    ]
    for field, text, aliases in texts:
        if not text:
            continue
        try:
            parse(text, allowed=aliases)
        except ExpressionError as error:
            yield field, f"{error}{error.to_dict()['fix']}".rstrip("。")


def _number_in_file_name(rule: Rule) -> str:
    return f"{rule.number:02d}_" if rule.code.startswith("N") else f"l{rule.number}_"
