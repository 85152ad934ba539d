"""Which rule a row belongs to: what a person says, the title, the limit, the grounds, the name."""

from __future__ import annotations

from collections.abc import Mapping

from yibao.supervision.knowledge import rule_names
from yibao.supervision.knowledge.codes import kind_of
from yibao.supervision.knowledge.facts import plain

# What a row calls its limit -> rule for drugs, rule for services.
_BY_KIND: Mapping[str, tuple[str, str]] = {
    "限定性别对象": ("N67", "N81"),
    "限定主次操作": ("N15", "N15"),
    "限定就医方式": ("N13", "N22"),
    "限定机构等级": ("N12", "N24"),
    "限定支付疗程": ("N10", "N23"),
}
# The words in which a rule says what it found -> rule for drugs, rule for services.
_BY_LOGIC: tuple[tuple[str, tuple[str, str]], ...] = (
    ("与限定性别不符", ("N67", "N81")),
    ("非工伤保险", ("N01", "N16")),
    ("非生育保险", ("N02", "N17")),
    ("级别低于限定级别", ("N12", "N24")),
    ("不符合限定就医方式", ("N13", "N22")),
    ("总计超过限制天数", ("N10", "N23")),
    ("跨度超过限制天数", ("N10", "N23")),
    ("第二及以后的手术未按规定折价", ("N15", "N15")),
    ("项目A和项目B同时收费", ("N25", "N25")),
    ("数量总计超过上限", ("N27", "N27")),
    ("周期内超出限定支付数量", ("N31", "N31")),
    ("法定就业年龄", ("N29", "N29")),
    ("一线药品使用无效", ("N05", "N05")),
    ("互联网诊疗时开具", ("N47", "N47")),
    ("全部由这些饮片组成", ("N04", "N04")),
    ("不得纳入基金支付范围的中药饮片", ("N03", "N03")),
    ("不符合限定支付适应症", ("N08", "N20")),
)
_INSURANCES: Mapping[str, tuple[str, str]] = {"工伤": ("N01", "N16"), "生育": ("N02", "N17")}
_BY_COLUMNS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"main_code", "other_code"}), "N25"),
    (frozenset({"times", "period"}), "N31"),
    (frozenset({"quantity"}), "N27"),
)


def rule_of(row: Mapping[str, str], codes: tuple[str, ...], columns: frozenset[str]) -> str | None:
    """Return the rule of a row by what stands in it; None when nothing tells."""
    is_service = any(kind_of(code) == "service" for code in codes)
    kind, logic = plain(row.get("kind", "")), plain(row.get("logic", ""))
    if kind == "限定年龄对象" or "儿童年龄限制" in logic:
        return "N80" if is_service else _of_children(row.get("text", ""))
    pair = _BY_KIND.get(kind)
    if kind == "限定保险类型":
        pair = _INSURANCES.get(plain(row.get("value", "")))
    if pair is None:
        pair = next((found for words, found in _BY_LOGIC if words in logic), None)
    if pair is None and plain(row.get("value", "")) in ("男", "女"):
        pair = ("N67", "N81")
    if pair is not None:
        return pair[is_service]
    return next((rule for needed, rule in _BY_COLUMNS if needed <= columns), None)


def rule_of_title(*titles: str) -> str | None:
    """Return the rule that the first telling one of several titles names."""
    return next((code for title in titles if (code := rule_names.code_in(title))), None)


def _of_children(grounds: str) -> str:
    """Tell 药品限儿童使用 from 药品儿童专用: a limit of the catalogue begins with 限."""
    return "N07" if plain(grounds).startswith("限") else "N65"
