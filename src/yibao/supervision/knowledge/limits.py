"""From the words of a publication to a limit in columns, in two steps.

``fact_of`` reads what a row says and returns the limit in a few characters, such as 男, 二级 or
14天; ``limit_of`` turns these into columns. The second step alone is needed for packaged facts.
Ages given in words (儿童) stay words: how old a child is depends on region and day (``ages``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from yibao.supervision.knowledge.facts import Limit, plain
from yibao.supervision.records import QUANTITY_SCALE

TEXT_ONLY = "见公布原文"
"""The limit is a sentence that no machine can decide upon; the sentence itself is not kept."""

CONDITIONAL = "（另有条件）"
"""Behind a value that holds under a condition which is only written in a sentence."""

BY_EVIDENCE = "按凭据"
"""The limit is the list of diagnoses, operations or items that go with the point."""

VALUE_APART = frozenset({"N25", "N27", "N31", "N39", "N54", "N67", "N81", "N87"})
"""Rules whose limit stands in a column of its own: grounds alone do not tell it."""

ANY = ""
"""No value: that the item is named at all is the limit."""

Told = Mapping[str, str]
"""What a row says: value, text, quantity, unit, times, period, window, evidence."""

_SEXES = {"男": "|1|", "女": "|2|"}
_LEVELS = {"三级": 3, "二级": 2, "一级": 1}
_INSURANCES = {"工伤": "|work_injury|", "生育": "|510|"}
_SETTINGS = {
    "住院": "|inpatient|",
    "门诊": "|outpatient|",
    "购药": "|pharmacy|",
    "互联网": "|internet|",
    "急诊或住院": "|emergency|inpatient|",
    "除互联网以外": "|outpatient|inpatient|pharmacy|",
}
_WINDOWS = {
    "单日": Limit(listed="|day|"),
    "单次就诊": Limit(listed="|visit|"),
    "同一小时": Limit(listed="|hours|", high=60),
}
AGE_WORDS = ("新生儿", "婴幼儿", "儿童", "法定就业年龄")
_AGES = re.compile(r"(\d+)岁?[-~–至到](\d+)岁")
_AGE_FROM = re.compile(r"(\d+)岁及(?:\d+岁)?以上")
_AGE_FACT = re.compile(r"(?P<low>\d+)岁(?:至(?P<high>\d+)岁|起儿童)")
_LONGEST = re.compile(
    r"支付(?:总时间)?(?:不超过|不得超过)?(\d+|一)(天|个?月|年)|总时间不超过(\d+)天"
)
_GAP = re.compile(r"间隔时间不短于(\d+)天|每(周)最多")
_COURSE_FACT = re.compile(r"(\d+)天(?:，间隔(\d+)天)?")
_DAILY_FACT = re.compile(r"每日(\d+(?:\.\d+)?)(.*)")
_PERIOD_FACT = re.compile(r"(\d+)天(\d+)次")
_HOURS = re.compile(r"(\d+)小时")


def fact_of(rule: str, told: Told) -> str:
    """Return the limit that a row states for a rule, in a few characters."""
    reader = _READERS.get(rule)
    if reader is None:
        return BY_EVIDENCE if told.get("evidence") else TEXT_ONLY
    cells = {key: plain(value) for key, value in told.items()}
    return reader(lambda key: cells.get(key, ""))


def limit_of(rule: str, fact: str) -> Limit:
    """Return the columns of a fact; ValueError for one that the rule does not know."""
    if fact in (TEXT_ONLY, BY_EVIDENCE):
        return Limit(is_coded=fact == BY_EVIDENCE)
    certain = fact.removesuffix(CONDITIONAL)
    limit = _COLUMNS[rule](certain) if rule in _COLUMNS else None
    if limit is None:
        raise ValueError(fact)
    return limit if certain == fact and "急诊" not in fact else _uncertain(limit)


def _uncertain(limit: Limit) -> Limit:
    return Limit(limit.low, limit.high, limit.cap, limit.days, limit.listed, is_coded=False)


Cells = Callable[[str], str]


def _sex(cells: Cells) -> str:
    return cells("value") if cells("value") in _SEXES else TEXT_ONLY


def _age_word(cells: Cells) -> str:
    """Read a value, or the grounds such as 新生儿专用项目; a child where neither is narrower."""
    told = (cells("value") + cells("text")).replace("婴儿", "婴幼儿")
    return next((word for word in AGE_WORDS[:2] if word in told), "儿童")


def _drug_age_word(cells: Cells) -> str:
    """Read the value alone: the grounds are indications, which may speak of newborns too."""
    return next((word for word in AGE_WORDS[:2] if word in cells("value")), "儿童")


def _age_span(cells: Cells) -> str:
    """Read ages that a payment limit states in figures; the widest span where it states several."""
    spans = _AGES.findall(cells("text"))
    if spans:
        return f"{min(int(low) for low, _ in spans)}岁至{max(int(high) for _, high in spans)}岁"
    starts = _AGE_FROM.findall(cells("text"))
    return f"{min(map(int, starts))}岁起儿童" if starts else "儿童"


def _level(cells: Cells) -> str:
    text, value = cells("text"), cells("value")
    plainly = re.match(r"限([一二三]级)及以上医疗机构", text)
    if plainly:
        return plainly[1]
    found = value if value in _LEVELS else "".join(re.findall(r"[一二三]级", text)[:1])
    if not found:
        return TEXT_ONLY
    return found if not text else found + CONDITIONAL


def _setting(cells: Cells) -> str:
    text, value = cells("text"), cells("value")
    if "急诊" in text:
        return "急诊或住院"
    return value if value in _SETTINGS else ("住院" if "住院" in text else TEXT_ONLY)


def _course(cells: Cells) -> str:
    """Read the official sentence first: a tidied value beside it has been seen to differ."""
    text = cells("text").replace("单次", "").replace("最多", "")
    longest = {_days(*match) for match in _LONGEST.findall(text)}
    if len(longest) == 1:
        gap = _GAP.search(cells("text"))
        rest = f"，间隔{gap[1] or 7}天" if gap else ""
        return f"{longest.pop()}天{rest}"
    return cells("value") if _COURSE_FACT.fullmatch(cells("value")) else TEXT_ONLY


def _days(number: str, unit: str, total: str) -> int:
    if total:
        return int(total)
    count = 1 if number == "一" else int(number)
    return count if unit == "天" else (365 * count if unit == "年" else 365 * count // 12)


def _daily(cells: Cells) -> str:
    unit = cells("unit") or cells("text")
    return f"每日{cells('quantity')}{unit}" if cells("quantity") else TEXT_ONLY


def _period(cells: Cells) -> str:
    return (
        f"{cells('period')}天{cells('times')}次"
        if cells("period") and cells("times")
        else TEXT_ONLY
    )


def _window(cells: Cells) -> str:
    window = cells("window")
    return window if window in _WINDOWS or _HOURS.fullmatch(window) else TEXT_ONLY


_CHILD_RULES = ("N19", "N33", "N65", "N80")
_NEWBORN_RULES = ("N06", "N18", "N32")
_READERS: Mapping[str, Callable[[Cells], str]] = {
    **dict.fromkeys(("N39", "N54", "N67", "N81", "N87"), _sex),
    **dict.fromkeys(("N19", "N33", "N80"), _age_word),
    **dict.fromkeys(_NEWBORN_RULES, lambda _: "新生儿"),
    "N65": _drug_age_word,
    "N07": _age_span,
    "N29": lambda _: "法定就业年龄",
    **dict.fromkeys(("N01", "N16"), lambda _: "工伤"),
    **dict.fromkeys(("N02", "N17"), lambda _: "生育"),
    **dict.fromkeys(("N12", "N24"), _level),
    **dict.fromkeys(("N13", "N22"), _setting),
    "N47": lambda _: "除互联网以外",
    **dict.fromkeys(("N10", "N23"), _course),
    "N27": _daily,
    "N31": _period,
    "N25": _window,
    **dict.fromkeys(("N03", "N04", "N15"), lambda _: ANY),
}


def _age_columns(fact: str) -> Limit | None:
    if fact in AGE_WORDS:
        return Limit()
    match = _AGE_FACT.fullmatch(fact)
    return Limit(low=int(match["low"]), high=_whole(match["high"])) if match else None


def _course_columns(fact: str) -> Limit | None:
    match = _COURSE_FACT.fullmatch(fact)
    return Limit(cap=int(match[1]), days=_whole(match[2])) if match else None


def _daily_columns(fact: str) -> Limit | None:
    """Return the cap on a day, in ten-thousandths of the unit in which the item is billed."""
    match = _DAILY_FACT.fullmatch(fact)
    if match is None or match[2] not in ("日", "天", "小时", "次"):
        return None
    whole, _, rest = match[1].partition(".")
    return Limit(cap=int(whole) * QUANTITY_SCALE + int(f"{rest[:4]:0<4}"), days=1)


def _period_columns(fact: str) -> Limit | None:
    match = _PERIOD_FACT.fullmatch(fact)
    return Limit(cap=int(match[2]) * QUANTITY_SCALE, days=int(match[1])) if match else None


def _window_columns(fact: str) -> Limit | None:
    match = _HOURS.fullmatch(fact)
    return Limit(listed="|hours|", high=60 * int(match[1])) if match else _WINDOWS.get(fact)


def _listed_in(table: Mapping[str, str]) -> Callable[[str], Limit | None]:
    return lambda fact: Limit(listed=table[fact]) if fact in table else None


def _level_columns(fact: str) -> Limit | None:
    return Limit(low=_LEVELS[fact]) if fact in _LEVELS else None


def _whole(digits: str | None) -> int | None:
    return int(digits) if digits else None


_COLUMNS: Mapping[str, Callable[[str], Limit | None]] = {
    **dict.fromkeys(("N39", "N54", "N67", "N81", "N87"), _listed_in(_SEXES)),
    **dict.fromkeys((*_CHILD_RULES, *_NEWBORN_RULES, "N07", "N29"), _age_columns),
    **dict.fromkeys(("N01", "N02", "N16", "N17"), _listed_in(_INSURANCES)),
    **dict.fromkeys(("N12", "N24"), _level_columns),
    **dict.fromkeys(("N13", "N22", "N47"), _listed_in(_SETTINGS)),
    **dict.fromkeys(("N10", "N23"), _course_columns),
    "N27": _daily_columns,
    "N31": _period_columns,
    "N25": _window_columns,
    **dict.fromkeys(("N03", "N04", "N15"), lambda fact: Limit() if fact == ANY else None),
}
