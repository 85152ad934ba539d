"""The 14 families of rules: what a family is about and which shapes may say it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Family(NamedTuple):
    """A family: its code, names, what it is about, and the shapes its rules may have."""

    code: str
    name: str
    label: str
    meaning: str
    shapes: tuple[str, ...]


_FAMILIES = (
    Family(
        "ATTR",
        "attribute",
        "对象限定",
        "项目、诊断或手术只允许（或不允许）用于某种性别、年龄、险种、就医方式、机构级别、科室或医师",
        ("line", "diagnosis", "operation"),
    ),
    Family(
        "EXCL",
        "exclusion",
        "不予支付",
        "项目本身，或由这些项目组成的整张处方，基金不支付",
        ("line", "prescription"),
    ),
    Family(
        "INDIC",
        "indication",
        "适应症与禁忌",
        "项目要有（或不能有）某些诊断、手术，或要在手术前后的规定时间内使用",
        ("evidence", "perioperative"),
    ),
    Family(
        "PAIR",
        "pair",
        "不能并存",
        "两个项目（或同类药品、同一追溯码）不应同时出现",
        ("pair", "overlap", "trace_code"),
    ),
    Family(
        "COREQ",
        "corequisite",
        "应当并存",
        "有一项就应当有与它对应的另一项",
        ("evidence",),
    ),
    Family(
        "BUNDLE",
        "bundle",
        "打包与折价",
        "应合并收费的项目被拆开，或同组第二项起没有折价",
        ("bundle", "discount"),
    ),
    Family(
        "QTY",
        "quantity",
        "数量与金额上限",
        "次数、数量、天数、剂量、种类或金额超过一段时间内的上限",
        ("line", "prescription", "visit_total", "patient_total"),
    ),
    Family("PRICE", "price", "单价上限", "单价高于目录规定的价格", ("line",)),
    Family("STEP", "step", "用药次序", "使用前应当先用过另一种治疗", ("step",)),
    Family(
        "INTERVAL",
        "interval",
        "时间先后与间隔",
        "两个时间的先后或间隔不合理",
        ("line", "encounter", "encounter_pair"),
    ),
    Family("VISIT", "visit", "就诊次数", "一段时间内的就诊次数过多", ("visits",)),
    Family(
        "RECQC",
        "record_quality",
        "记录质量",
        "记录缺项、错项或前后矛盾",
        ("line", "encounter"),
    ),
    Family("STOCK", "stock", "进销存", "使用和销售的数量多于购进和库存", ("stock",)),
    Family(
        "METRIC",
        "metric",
        "指标监测",
        "一次就诊或一家机构的指标超过参考值",
        ("encounter_metric", "institution_metric"),
    ),
)

FAMILIES: Mapping[str, Family] = {family.code: family for family in _FAMILIES}
