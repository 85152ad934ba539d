"""What can be wrong with a request for a population."""

from __future__ import annotations

from yibao.kernel.errors import Invalid


class RatesUnreadable(Invalid):
    """The file with the rates of injected violations cannot be used."""

    code = "generation.rates_unreadable"
    message = "比例文件{path}不能用：{problem}。"
    fix = "按“规则编码: 比例”一行一条填写，例如 N54: 0.02，比例在0和1之间。"
