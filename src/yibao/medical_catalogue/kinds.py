"""The choices of the catalogue; each member carries the label that people read."""

from __future__ import annotations

from yibao.catalogue.choices import Choices

MOST_COUNTED = 10_000
"""So many hits of a look-up are counted and can be paged through."""


class ItemKind(Choices):
    """What an item of the catalogue is."""

    WESTERN = "western", "西药"
    CHINESE = "chinese", "中成药"
    HERBAL = "herbal", "中药饮片"
    CONSUMABLE = "consumable", "医用耗材"


class ItemList(Choices):
    """The two lists of codes that the access guide asks for (list_type)."""

    DRUG = "drug", "药品"
    CONSUMABLE = "consumable", "医用耗材"

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of item on this list."""
        if self is ItemList.CONSUMABLE:
            return [ItemKind.CONSUMABLE.value]
        return [kind.value for kind in ItemKind if kind is not ItemKind.CONSUMABLE]


class PaymentClass(Choices):
    """The class of a drug in the catalogue of the insurance (收费项目等级)."""

    A = "A", "甲类"
    B = "B", "乙类"
    NONE = "none", "不予支付"


class PriceType(Choices):
    """What a price means (限价类型)."""

    PAYMENT_STANDARD = "payment_standard", "医保支付标准"
    LISTED = "listed", "挂网价"
    CEILING = "ceiling", "最高限价"
    PROCUREMENT = "procurement", "集采中选价"


class HospitalLevel(Choices):
    """For which institutions a price holds; empty in the table: for all."""

    THIRD = "3", "三级"
    SECOND = "2", "二级"
    FIRST = "1", "一级及以下"


class DocumentState(Choices):
    """Whether a policy document still holds."""

    EFFECTIVE = "effective", "有效"
    UPCOMING = "upcoming", "未施行"
    ABOLISHED = "abolished", "已废止"


class InstitutionKind(Choices):
    """Where a negotiated drug can be had."""

    HOSPITAL = "hospital", "医院"
    PHARMACY = "pharmacy", "药店"


class OtherQuery(Choices):
    """The look-ups that item 104 of the access guide leads to."""

    PROCUREMENT = "procurement", "集采中选价"
    DUAL_CHANNEL = "dual_channel", "双通道药品"
    NEGOTIATED_STOCK = "negotiated_stock", "谈判药配备机构"
    ALTERNATIVES = "alternatives", "同通用名比价"
