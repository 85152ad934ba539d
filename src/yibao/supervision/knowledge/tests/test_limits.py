from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from yibao.supervision.knowledge import rule_names
from yibao.supervision.knowledge.facts import Limit
from yibao.supervision.knowledge.limits import BY_EVIDENCE, TEXT_ONLY, fact_of, limit_of

COURSE = "总时间不超过90天，评定间隔时间不短于14天。"
YEAR = "支付不超过一年，每周最多支付一次。"
TERTIARY = "1.需三级综合医院眼科或二级及以上眼科专科医院医师处方"

CASES = [
    ("N67", {"value": "男"}, "男", Limit(listed="|1|")),
    ("N81", {"value": " 女 "}, "女", Limit(listed="|2|")),
    ("N81", {"text": "女性生产相关手术操作"}, TEXT_ONLY, Limit(is_coded=False)),
    ("N65", {"value": "儿童", "text": "用于新生儿黄疸。"}, "儿童", Limit()),
    ("N80", {"text": "新生儿专用项目"}, "新生儿", Limit()),
    ("N80", {"text": "婴儿专用项目"}, "婴幼儿", Limit()),
    ("N07", {"text": "限3-12岁患者。"}, "3岁至12岁", Limit(low=3, high=12)),
    ("N07", {"text": "限5至12岁以下单纯性流感。"}, "5岁至12岁", Limit(low=5, high=12)),
    ("N07", {"text": "限：1.1岁至14岁；2.2岁至14岁。"}, "1岁至14岁", Limit(low=1, high=14)),
    ("N07", {"text": "限3岁及3岁以上的⼉童。"}, "3岁起儿童", Limit(low=3)),
    ("N07", {"text": "限儿童。"}, "儿童", Limit()),
    ("N29", {"text": "限法定就业年龄段患者"}, "法定就业年龄", Limit()),
    ("N12", {"text": "限二级及以上医疗机构。"}, "二级", Limit(low=2)),
    ("N12", {"value": "三级"}, "三级", Limit(low=3)),
    ("N12", {"value": "三级", "text": TERTIARY}, "三级（另有条件）", Limit(low=3, is_coded=False)),
    ("N13", {"value": "住院", "text": "住院患者方予支付。"}, "住院", Limit(listed="|inpatient|")),
    (
        "N13",
        {"value": "住院", "text": "限急诊或住院患者。"},
        "急诊或住院",
        Limit(listed="|emergency|inpatient|", is_coded=False),
    ),
    ("N01", {"value": "工伤"}, "工伤", Limit(listed="|work_injury|")),
    ("N02", {"text": "限生育保险"}, "生育", Limit(listed="|510|")),
    ("N10", {"value": "14天"}, "14天", Limit(cap=14)),
    ("N10", {"value": "15天", "text": "单次最多支付14天。"}, "14天", Limit(cap=14)),
    ("N10", {"value": "365天", "text": "且支付不超过12个月："}, "365天", Limit(cap=365)),
    ("N23", {"text": COURSE}, "90天，间隔14天", Limit(cap=90, days=14)),
    ("N23", {"text": YEAR}, "365天，间隔7天", Limit(cap=365, days=7)),
    ("N27", {"quantity": "1", "unit": "日"}, "每日1日", Limit(cap=10_000, days=1)),
    ("N27", {"quantity": "24", "text": "小时"}, "每日24小时", Limit(cap=240_000, days=1)),
    ("N27", {"quantity": "0.5", "unit": "次"}, "每日0.5次", Limit(cap=5_000, days=1)),
    ("N31", {"times": "1", "period": "7"}, "7天1次", Limit(cap=10_000, days=7)),
    ("N25", {"window": "单日"}, "单日", Limit(listed="|day|")),
    ("N25", {"window": "单次就诊"}, "单次就诊", Limit(listed="|visit|")),
    ("N25", {"window": "6小时"}, "6小时", Limit(listed="|hours|", high=360)),
    ("N25", {"window": "同一小时"}, "同一小时", Limit(listed="|hours|", high=60)),
    ("N15", {"value": "胃肠手术组"}, "", Limit()),
    ("N03", {"text": "不得纳入基金支付范围的中药饮片"}, "", Limit()),
    ("N08", {"text": "限法布雷病患者。"}, TEXT_ONLY, Limit(is_coded=False)),
    ("N08", {"text": "限胃溃疡。", "evidence": "D:K25.900"}, BY_EVIDENCE, Limit()),
]


@pytest.mark.parametrize(("rule", "told", "fact", "limit"), CASES)
def test_a_published_limit_becomes_columns(
    rule: str, told: dict[str, str], fact: str, limit: Limit
) -> None:
    assert fact_of(rule, told) == fact
    assert limit_of(rule, fact) == limit


_COLUMNS = ("value", "text", "quantity", "unit", "times", "period", "window", "evidence")
_WORDS = st.text(
    alphabet="限男女儿童岁至及以上0123456789天日小时次住院急诊二三级 ，。-（）", max_size=30
)


@given(
    rule=st.sampled_from(sorted(rule_names.names())), told=st.dictionaries(st.sampled_from(_COLUMNS), _WORDS)
)  # fmt: skip
@example(rule="N31", told={"times": "0", "period": "。"})
def test_whatever_a_row_says_is_a_limit_or_is_refused(rule: str, told: dict[str, str]) -> None:
    fact = fact_of(rule, told)
    try:
        limit = limit_of(rule, fact)
    except ValueError:
        # A quantity or a period that is no number, or a unit that nobody knows: the row is unread.
        assert rule in {"N27", "N31"}
        return
    assert (fact == TEXT_ONLY) <= (not limit.is_coded)
    assert limit.low is None or limit.high is None or limit.low <= limit.high


@given(low=st.integers(0, 17), width=st.integers(0, 10))
def test_a_span_of_ages_is_kept(low: int, width: int) -> None:
    fact = fact_of("N07", {"text": f"限{low}岁至{low + width}岁患者。"})
    assert limit_of("N07", fact) == Limit(low=low, high=low + width)
