"""What somebody is asked who wants to see contributions."""

from __future__ import annotations

from yibao.catalogue.field import optional
from yibao.catalogue.field_types import Text, Year
from yibao.catalogue.form import Form


class ResidentProgressAnswers(Form):
    """居民缴费进度查询 (docs/reference/services.md, item 58)."""

    year = optional(Year("参保年度", hint="享受待遇的年份；不填就查最近的年度。", example="2027"))


class EmployeeProgressAnswers(Form):
    """职工缴费进度查询 (docs/reference/services.md, item 67)."""

    from_month = optional(
        Text("从哪个月", most=7, hint="年份和月份；不填就从一年前查起。", example="2026-01")
    )
    until_month = optional(
        Text("到哪个月", most=7, hint="年份和月份；不填就查到这个月。", example="2026-12")
    )


class OwnContributionsAnswers(Form):
    """缴费信息 (docs/reference/services.md, item 71)."""

    year = optional(Year("年度", hint="不填就查今年。", example="2026"))
