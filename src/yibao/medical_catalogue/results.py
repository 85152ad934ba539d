"""What a look-up gives back, every sentence ready to be read."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

Total = Annotated[int, Meta(title="共有条数", description="最多数到10000条")]
Page = Annotated[int, Meta(title="第几页")]
Pages = Annotated[int, Meta(title="共几页")]
Explanation = Annotated[str, Meta(title="说明")]
Code = Annotated[str, Meta(title="编码")]
Name = Annotated[str, Meta(title="名称")]


class DrugRow(msgspec.Struct, frozen=True):
    """A drug as somebody at a counter needs it."""

    code: Code
    name: Annotated[str, Meta(title="通用名")]
    product_name: Annotated[str, Meta(title="商品名")]
    dosage_form: Annotated[str, Meta(title="剂型")]
    specification: Annotated[str, Meta(title="规格")]
    packaging: Annotated[str, Meta(title="包装")]
    manufacturer: Annotated[str, Meta(title="生产企业")]
    approval_number: Annotated[str, Meta(title="批准文号")]
    payment_class: Annotated[str, Meta(title="费用等级")]
    copayment: Annotated[str, Meta(title="先行自付")]
    payment_scope: Annotated[str, Meta(title="限定支付范围")]
    published_limits: Annotated[str, Meta(title="监管知识点中的限定")]
    negotiated: Annotated[str, Meta(title="国家谈判药品")]
    valid_from: Annotated[date, Meta(title="生效日期")]
    valid_to: Annotated[date | None, Meta(title="失效日期")]
    version: Annotated[str, Meta(title="目录版本")]


class DrugPage(msgspec.Struct, frozen=True):
    """63: one page of drugs."""

    drugs: Annotated[list[DrugRow], Meta(title="药品")]
    total: Total
    page: Page
    pages: Pages
    explanation: Explanation


class CodeRow(msgspec.Struct, frozen=True):
    """A code, and just enough to tell that it is the right one."""

    code: Code
    kind: Annotated[str, Meta(title="类型")]
    name: Name
    product_name: Annotated[str, Meta(title="商品名")]
    category: Annotated[str, Meta(title="分类")]
    specification: Annotated[str, Meta(title="规格")]
    manufacturer: Annotated[str, Meta(title="生产企业")]
    approval_number: Annotated[str, Meta(title="批准文号或注册证号")]
    former_code: Annotated[str, Meta(title="旧编码")]


class CodePage(msgspec.Struct, frozen=True):
    """100: one page of codes."""

    items: Annotated[list[CodeRow], Meta(title="编码")]
    total: Total
    page: Page
    pages: Pages
    explanation: Explanation


class ItemDetails(msgspec.Struct, frozen=True):
    """Everything that the register holds about one version of a code."""

    code: Code
    kind: Annotated[str, Meta(title="类型")]
    name: Name
    product_name: Annotated[str, Meta(title="商品名")]
    category: Annotated[str, Meta(title="分类")]
    dosage_form: Annotated[str, Meta(title="剂型")]
    specification: Annotated[str, Meta(title="规格")]
    packaging: Annotated[str, Meta(title="包装")]
    composition: Annotated[str, Meta(title="材质")]
    manufacturer: Annotated[str, Meta(title="生产企业")]
    approval_number: Annotated[str, Meta(title="批准文号或注册证号")]
    former_code: Annotated[str, Meta(title="旧编码")]
    payment_class: Annotated[str, Meta(title="费用等级")]
    copayment: Annotated[str, Meta(title="先行自付")]
    payment_scope: Annotated[str, Meta(title="限定支付范围")]
    published_limits: Annotated[str, Meta(title="监管知识点中的限定")]
    negotiated: Annotated[str, Meta(title="国家谈判药品")]
    volume_procured: Annotated[str, Meta(title="集中带量采购")]
    dual_channel: Annotated[str, Meta(title="双通道药品")]
    valid_from: Annotated[date, Meta(title="生效日期")]
    valid_to: Annotated[date | None, Meta(title="失效日期")]
    version: Annotated[str, Meta(title="目录版本")]
    source: Annotated[str, Meta(title="来源")]


class VersionRow(msgspec.Struct, frozen=True):
    """When a version held."""

    code: Code
    valid_from: Annotated[date, Meta(title="生效日期")]
    valid_to: Annotated[date | None, Meta(title="失效日期")]
    version: Annotated[str, Meta(title="目录版本")]


class DetailResult(msgspec.Struct, frozen=True):
    """101: the version that holds on the day, none if there is none, and all versions."""

    item: Annotated[ItemDetails | None, Meta(title="基本信息")]
    versions: Annotated[list[VersionRow], Meta(title="各版本")]
    explanation: Explanation


class DocumentRow(msgspec.Struct, frozen=True):
    """A policy document, with the address of its text where that is known."""

    title: Annotated[str, Meta(title="标题")]
    document_number: Annotated[str, Meta(title="文号")]
    organisation: Annotated[str, Meta(title="发文机关")]
    topic: Annotated[str, Meta(title="主题")]
    published_on: Annotated[date | None, Meta(title="发布日期")]
    effective_on: Annotated[date | None, Meta(title="施行日期")]
    state: Annotated[str, Meta(title="状态")]
    url: Annotated[str, Meta(title="原文地址")]
    verified: Annotated[str, Meta(title="是否已核对原文")]


class DocumentPage(msgspec.Struct, frozen=True):
    """102: one page of documents."""

    documents: Annotated[list[DocumentRow], Meta(title="政策文件")]
    total: Total
    page: Page
    pages: Pages
    explanation: Explanation


class PriceRow(msgspec.Struct, frozen=True):
    """A price in yuan for one unit."""

    code: Code
    name: Name
    price_type: Annotated[str, Meta(title="限价类型")]
    amount: Annotated[str, Meta(title="金额（元）")]
    unit: Annotated[str, Meta(title="计价单位")]
    hospital_level: Annotated[str, Meta(title="机构等级")]
    region: Annotated[str, Meta(title="适用地区")]
    batch: Annotated[str, Meta(title="采购批次")]
    valid_from: Annotated[date, Meta(title="生效日期")]
    valid_to: Annotated[date | None, Meta(title="失效日期")]
    source: Annotated[str, Meta(title="来源")]


class PricePage(msgspec.Struct, frozen=True):
    """103: one page of prices."""

    prices: Annotated[list[PriceRow], Meta(title="限价")]
    total: Total
    page: Page
    pages: Pages
    explanation: Explanation


class StockRow(msgspec.Struct, frozen=True):
    """Where a negotiated drug can be had."""

    code: Annotated[str, Meta(title="药品编码")]
    name: Annotated[str, Meta(title="药品名称")]
    institution_code: Annotated[str, Meta(title="机构编码")]
    institution_name: Annotated[str, Meta(title="机构名称")]
    institution_kind: Annotated[str, Meta(title="机构类型")]
    region: Annotated[str, Meta(title="所在地")]
    address: Annotated[str, Meta(title="地址")]
    phone: Annotated[str, Meta(title="电话")]
    valid_from: Annotated[date, Meta(title="配备开始日期")]


class AlternativeRow(msgspec.Struct, frozen=True):
    """A drug of the same common name, with the lowest price that is known."""

    code: Code
    name: Annotated[str, Meta(title="通用名")]
    product_name: Annotated[str, Meta(title="商品名")]
    specification: Annotated[str, Meta(title="规格")]
    manufacturer: Annotated[str, Meta(title="生产企业")]
    payment_class: Annotated[str, Meta(title="费用等级")]
    price_type: Annotated[str, Meta(title="价格类型")]
    amount: Annotated[str, Meta(title="金额（元）")]
    unit: Annotated[str, Meta(title="计价单位")]


class OtherPage(msgspec.Struct, frozen=True):
    """104: one page of what was chosen; the other lists are empty."""

    query: Annotated[str, Meta(title="查询内容")]
    prices: Annotated[list[PriceRow], Meta(title="集采中选价")]
    drugs: Annotated[list[DrugRow], Meta(title="双通道药品")]
    institutions: Annotated[list[StockRow], Meta(title="谈判药配备机构")]
    alternatives: Annotated[list[AlternativeRow], Meta(title="同通用名药品")]
    total: Total
    page: Page
    pages: Pages
    explanation: Explanation
