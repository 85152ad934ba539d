"""What may stand in an import file: four tables, their columns, what makes a row one thing."""

from __future__ import annotations

from dataclasses import dataclass

from yibao.medical_catalogue import cells
from yibao.medical_catalogue.cells import Reader
from yibao.medical_catalogue.kinds import (
    DocumentState,
    HospitalLevel,
    InstitutionKind,
    ItemKind,
    PaymentClass,
    PriceType,
)


@dataclass(frozen=True)
class Column:
    """A column of a file: its two possible headings, how a cell is read, whether it may be empty."""

    name: str
    label: str
    read: Reader
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A table that a file fills.

    ``key`` is what makes two rows the same thing in two versions. ``scope`` are the columns within
    which a file may be called complete (--complete). ``dated``: rows hold for a period.
    """

    name: str
    label: str
    stored_as: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    scope: tuple[str, ...] = ()
    carried: str = ""
    dated: bool = True

    @property
    def names(self) -> list[str]:
        """Return the names of the columns."""
        return [column.name for column in self.columns]

    @property
    def stored(self) -> list[str]:
        """Return the columns that are written."""
        return [*self.names, "version", "source", *([self.carried] if self.carried else [])]

    @property
    def content(self) -> list[str]:
        """Return the columns whose change makes a new version."""
        return [name for name in self.names if name not in (*self.key, "valid_from")]


_PERIOD = (
    Column("valid_from", "生效日期", cells.day),
    Column("valid_to", "失效日期", cells.day),
)
_CODE = Column("code", "编码", cells.code, required=True)

ITEMS = Table(
    "items",
    "药品和耗材",
    "catalogue_item",
    (
        _CODE,
        Column("kind", "类型", cells.choice(ItemKind), required=True),
        Column("name", "通用名", cells.text(200), required=True),
        Column("product_name", "商品名", cells.text(200)),
        Column("category", "分类", cells.text(200)),
        Column("dosage_form", "剂型", cells.text(60)),
        Column("specification", "规格", cells.text(300)),
        Column("packaging", "包装", cells.text(200)),
        Column("composition", "材质", cells.text(200)),
        Column("manufacturer", "生产企业", cells.text(200)),
        Column("approval_number", "批准文号", cells.text(100)),
        Column("former_code", "旧编码", cells.text(60)),
        Column("payment_class", "费用等级", cells.choice(PaymentClass)),
        Column("copayment_rate", "先行自付比例", cells.share),
        Column("payment_scope", "限定支付范围", cells.text(1000)),
        Column("is_negotiated", "国家谈判药品", cells.flag),
        Column("is_volume_procured", "集中带量采购", cells.flag),
        Column("is_dual_channel", "双通道药品", cells.flag),
        *_PERIOD,
    ),
    key=("code",),
    scope=("kind",),
    carried="published_limits",
)
PRICES = Table(
    "prices",
    "限价",
    "catalogue_limit_price",
    (
        _CODE,
        Column("price_type", "限价类型", cells.choice(PriceType), required=True),
        Column("amount", "金额", cells.amount, required=True),
        Column("unit", "计价单位", cells.text(30)),
        Column("hospital_level", "机构等级", cells.choice(HospitalLevel)),
        Column("region", "适用地区", cells.region),
        Column("batch", "采购批次", cells.text(60)),
        *_PERIOD,
    ),
    key=("code", "price_type", "hospital_level", "region", "batch"),
    scope=("price_type", "region"),
)
STOCK = Table(
    "stock",
    "谈判药配备机构",
    "catalogue_negotiated_stock",
    (
        _CODE,
        Column("institution_code", "机构编码", cells.code, required=True),
        Column("institution_name", "机构名称", cells.text(200), required=True),
        Column("institution_kind", "机构类型", cells.choice(InstitutionKind), required=True),
        Column("region", "所在地", cells.region, required=True),
        Column("address", "地址", cells.text(200)),
        Column("phone", "电话", cells.text(40)),
        *_PERIOD,
    ),
    key=("code", "institution_code"),
    scope=("region",),
)
DOCUMENTS = Table(
    "documents",
    "政策文件",
    "catalogue_policy_document",
    (
        Column("title", "标题", cells.text(200), required=True),
        Column("document_number", "文号", cells.text(60)),
        Column("organisation", "发文机关", cells.text(100)),
        Column("topic", "主题", cells.text(60)),
        Column("published_on", "发布日期", cells.day),
        Column("effective_on", "施行日期", cells.day),
        Column("state", "状态", cells.choice(DocumentState), required=True),
        Column("url", "原文地址", cells.address),
        Column("is_verified", "已核对原文", cells.flag, required=True),
    ),
    key=("title", "document_number"),
    dated=False,
)
TABLES = {table.name: table for table in (ITEMS, PRICES, STOCK, DOCUMENTS)}
