"""Reference pages about the rules: an index and a page for each family. Nobody edits them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from yibao.catalogue.markdown import code, code_block, page, table
from yibao.reference.parameters import parameter
from yibao.supervision.knowledge.base import KnowledgeBase
from yibao.supervision.rules import overview
from yibao.supervision.rules.checks import EXPRESSIONS
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.examples import Amount, Example, Expected, Number
from yibao.supervision.rules.families import FAMILIES, Family
from yibao.supervision.rules.messages import PLACEHOLDERS, listed_words
from yibao.supervision.rules.worlds import examples_of

KINDS: Mapping[str, str] = {"positive": "应提示", "negative": "不提示", "boundary": "边界"}


def supervision_pages(rules: Mapping[str, Rule], knowledge: KnowledgeBase) -> dict[str, str]:
    """Return the pages by file name: ``index.md`` and one for each family."""
    pages = {"index.md": _index(rules, knowledge)}
    for family in FAMILIES.values():
        mine = [rule for rule in rules.values() if rule.family == family.code]
        pages[_file(family)] = _family_page(family, mine)
    return pages


def result_text(expected: Expected) -> str:
    """Return an expected finding in words: 明细a，实际值3，限定值1，涉及金额40元."""
    parts = []
    if expected.violating:
        parts.append("明细" + "、".join(expected.violating))
    for label, value in (("实际值", expected.measured), ("限定值", expected.limit)):
        if value is not None:
            parts.append(label + _number(value))
    parts.append(f"涉及金额{expected.amount}元")
    if expected.severity is not None:
        parts.append({1: "明确违规", 2: "高度可疑", 3: "轻度可疑"}[expected.severity])
    return "，".join(parts)


def _index(rules: Mapping[str, Rule], knowledge: KnowledgeBase) -> str:
    counts = dict.fromkeys(FAMILIES, 0)
    for rule in rules.values():
        counts[rule.family] += 1
    families = [
        (
            f"[{family.label}]({_file(family)})",
            code(family.code),
            family.meaning,
            counts[family.code],
        )
        for family in FAMILIES.values()
    ]
    listed = [
        (
            f"[{summary.code}]({_file(FAMILIES[rules[summary.code].family])}#{summary.code.lower()})",
            summary.name,
            code(summary.shape),
            summary.grade,
            summary.stages,
            summary.status,
            summary.points or "",
            summary.evaluators,
        )
        for summary in overview.summaries(rules, knowledge)
    ]
    headers = ("编码", "规则", "形状", "结果类型", "环节", "状态", "知识点", "评估")
    placeholders = [(code("{" + name + "}"), label) for name, label in PLACEHOLDERS.items()]
    return page(
        ["# 监管规则", "", f"国家规则88条，地方补充{len(rules) - 88}条。"],
        ["## 规则的类别", "", *table(("类别", "代码", "管什么", "规则数"), families)],
        ["## 全部规则", "", *table(headers, listed)],
        ["## 提示语里的占位符", "", *table(("占位符", "含义"), placeholders)],
    )


def _family_page(family: Family, rules: list[Rule]) -> str:
    heading = [f"# {family.label}（{family.code}）", "", f"{family.meaning}。"]
    return page(heading, *(part for rule in rules for part in _rule(rule)))


def _rule(rule: Rule) -> Iterator[list[str]]:
    yield [
        f'## <a id="{rule.code.lower()}"></a>{rule.code} {rule.name}',
        "",
        f"{rule.definition}。",
    ]
    yield table(("属性", "值"), _attributes(rule))
    texts = [(name, getattr(rule, name)) for name in EXPRESSIONS]
    texts += [
        (name, rule.options[name]) for name in ("numerator", "denominator") if name in rule.options
    ]
    yield code_block("\n".join(f"{name}: {text}" for name, text in texts if text), "sql")
    yield table(("例子", "类型", "结果"), [_example(example) for example in examples_of(rule)])


def _attributes(rule: Rule) -> list[tuple[str, str]]:
    options = {k: v for k, v in rule.options.items() if k not in ("numerator", "denominator")}
    given = [
        ("国家编码", code(rule.national_code or "")),
        ("结果类型", overview.GRADES[rule.grade]),
        ("监管环节", overview.stages_text(rule)),
        ("时间区间", rule.time_window),
        ("应用场景", listed_words("|".join(rule.settings))),
        ("险种", listed_words("|".join(rule.insurance_types))),
        ("机构级别", "、".join(map(str, rule.institution_levels))),
        ("机构类型", "、".join(rule.institution_types)),
        ("依据", "；".join(basis.document + basis.article for basis in rule.basis)),
        ("起始", rule.valid_from.isoformat()),
        ("状态", overview.STATUSES[rule.status]),
        ("形状", code(rule.shape)),
        ("选项", "、".join(f"{name}: {value}" for name, value in options.items())),
        ("参数", "；".join(_limit(column, name) for column, name in rule.limits.items())),
        ("金额", overview.CHARGES[rule.charge]),
        ("提示", rule.message),
        ("办法", rule.advice),
    ]
    return [(label, text) for label, text in given if text]


def _limit(column: str, name: str) -> str:
    declared = parameter(name)
    values = "、".join(
        f"{value.value}{'' if value.is_verified else '（未核对）'}" for value in declared.values
    )
    return f"{code(column)} {declared.label}：{values}"


def _example(example: Example) -> tuple[str, str, str]:
    results = "；".join(result_text(finding) for finding in example.findings) or "无"
    return example.title, KINDS[example.kind], results


def _number(value: Number) -> str:
    if isinstance(value, Amount):
        if value.quantity is not None:
            return str(value.quantity)
        return f"{value.yuan if value.yuan is not None else value.price}元"
    return str(value)


def _file(family: Family) -> str:
    return f"{family.name}.md"
