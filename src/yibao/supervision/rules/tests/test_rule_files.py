"""The rule files themselves: complete, strict, without numbers that belong into parameters."""

import re

import pytest

from yibao.reference.parameters import parameter
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.rules import messages
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.directory import directory
from yibao.supervision.rules.errors import RuleFileWrong
from yibao.supervision.rules.families import FAMILIES
from yibao.supervision.rules.loading import load_rules, rule_of
from yibao.supervision.shapes.registry import BATCH_ONLY, shape_module

RULES = load_rules()
STRUCTURAL = {0, 1, 100, 1_000, 10_000, 100_000_000}
"""Nothing, one, percent, permille, the scale of quantities, quantity times price over fen."""

GOOD = """\
code: N67
number: 67
national_code: GZ10000301004000
name: 药品区分性别使用
family: ATTR
shape: line
definition: 一句话
grade: suspected
stages: {order: remind, settlement: remind, review: doubt}
time_window: 其他
basis: [{document: 条例}]
violates: NOT listed(knowledge.listed, patient.sex)
message: "{item}不符。"
advice: 核对。
"""


def test_there_is_a_file_for_every_rule_of_the_directory() -> None:
    assert list(RULES) == list(directory())
    assert len(RULES) == 96


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_numbers_of_policy_stand_in_parameters_not_in_expressions(rule: Rule) -> None:
    texts = [rule.applies, rule.violates, rule.measured, rule.limit]
    texts += [str(rule.options.get(name, "")) for name in ("numerator", "denominator")]
    bare = re.sub(r"'[^']*'", "", " ".join(texts))
    assert {int(number) for number in re.findall(r"\d+", bare)} <= STRUCTURAL


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_every_limit_is_a_parameter_with_a_source(rule: Rule) -> None:
    for name in rule.limits.values():
        assert all(value.source for value in parameter(name).values)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_whose_unverified_limit_decides_is_on_trial(rule: Rule) -> None:
    is_unverified = not all(
        value.is_verified for name in rule.limits.values() for value in parameter(name).values
    )
    published = [row for row in load_shipped().rows if row.rule == rule.code]
    is_text_only = bool(published) and not any(row.is_coded for row in published)
    if is_unverified and not is_text_only:
        assert rule.status in ("trial", "off")


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_that_only_a_batch_can_answer_acts_in_the_review_alone(rule: Rule) -> None:
    if rule.shape in BATCH_ONLY:
        assert (rule.stages.order, rule.stages.settlement) == ("none", "none")


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_rule_is_evaluable_on_every_side_that_its_shape_promises(rule: Rule) -> None:
    module = shape_module(rule.shape)
    assert module.STATEMENTS
    assert hasattr(module, "build") == (rule.shape not in BATCH_ONLY)


def test_every_family_of_rules_is_used() -> None:
    assert {rule.family for rule in RULES.values()} == set(FAMILIES)


def test_a_good_file_is_accepted() -> None:
    assert rule_of("67_drug_by_sex.yaml", GOOD).code == "N67"


@pytest.mark.parametrize(
    ("name", "change", "place", "told"),
    [
        ("67_x.yaml", ("code: N67", "code: N99"), "code", "目录里没有N99"),
        ("68_x.yaml", ("", ""), "文件名", "编号加英文全词"),
        ("67_Geschlecht.yaml", ("", ""), "文件名", "编号加英文全词"),
        ("67_x.yaml", ("family: ATTR", "family: PAIR"), "family", "ATTR"),
        ("67_x.yaml", ("shape: line", "shape: pair"), "shape", "不能用pair"),
        ("67_x.yaml", ("shape: line", "shape: circle"), "shape", "circle"),
        ("67_x.yaml", ("order: remind", "order: shout"), "stages.order", "shout"),
        ("67_x.yaml", ("order: remind, ", ""), "stages.order", "123"),
        ("67_x.yaml", ("settlement: remind", "settlement: block"), "stages.settlement", "拦截"),
        ("67_x.yaml", ("grade: suspected", "grade: violation"), "grade", "可疑"),
        ("67_x.yaml", ("definition: 一句话", "defines: 一句话"), "内容", "defin"),
        ("67_x.yaml", ("{item}不符。", "{patient}不符。"), "message", "{patient}"),
        ("67_x.yaml", ("{item}不符。", "{measured}不符。"), "message", "单位"),
        ("67_x.yaml", ("advice: 核对。", "advice: 核对"), "advice", "。"),
        ("67_x.yaml", ("patient.sex)", "patient.age)"), "violates", "没有“age”这一列"),
        ("67_x.yaml", ("time_window: 其他", "time_window: 有时"), "time_window", "自然月"),
        ("67_x.yaml", ("advice: 核对。", "advice: 核对。\nname: 再写"), "第15行", "YAML"),
        ("67_x.yaml", ("grade: suspected", "grade: [suspected"), "第9行", "YAML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_place(
    name: str, change: tuple[str, str], place: str, told: str
) -> None:
    with pytest.raises(RuleFileWrong) as refused:
        rule_of(name, GOOD.replace(*change))
    assert refused.value.facts["file"] == name
    assert refused.value.facts["place"] == place
    assert told in str(refused.value.facts["problem"])


def test_a_message_is_filled_with_facts_in_their_units() -> None:
    facts = messages.Facts(item="甲", measured=123_456, limit=100_000, day=20_000, listed="|2|510|")
    assert messages.fill("{item}共{measured:yuan}。", facts) == "甲共1234.56元。"
    assert messages.fill("{measured:quantity}对{limit:quantity}。", facts) == "12.3456对10。"
    assert messages.fill("{day}，{listed}。", facts) == "2024-10-04，女、生育保险。"
    assert messages.fill("{partner}。", facts) == "（未知）。"


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.code)
def test_a_message_speaks_of_numbers_only_where_the_rule_measures(rule: Rule) -> None:
    sets_its_own = {"bundle", "discount", "perioperative"}
    for name in ("measured", "limit"):
        if "{" + name in rule.message:
            assert getattr(rule, name) or rule.shape in sets_its_own
