"""From rows of the register to what a person reads."""

from __future__ import annotations

from decimal import Decimal

from yibao.medical_catalogue import queries, results
from yibao.medical_catalogue.kinds import (
    MOST_COUNTED,
    DocumentState,
    HospitalLevel,
    InstitutionKind,
    ItemKind,
    PaymentClass,
    PriceType,
)
from yibao.medical_catalogue.searching import Item
from yibao.reference import regions
from yibao.reference.parameters import NATION

UNSAID = "未载明"
_NARROW_DOWN = f"超过{MOST_COUNTED}条，只列出前{MOST_COUNTED}条，请再填一些条件缩小范围。"
_PRICE_UNKNOWN = "未查到价格"


def pages(total: int, rows: int) -> int:
    """Return how many pages there are; none of nothing."""
    return -(-total // rows)


def explanation(total: int, *, page: int, rows: int, none: str, some: str = "") -> str:
    """Return what to know about the page: nothing found, behind the end, too many, or ``some``."""
    if total == 0:
        return none
    if page > pages(total, rows):
        return f"一共只有{pages(total, rows)}页，这一页没有内容，请往前翻。"
    return _NARROW_DOWN if total >= MOST_COUNTED else some or f"共找到{total}条。"


def drug(item: Item) -> results.DrugRow:
    """Return a drug as the search shows it."""
    return results.DrugRow(
        code=item.code,
        name=item.name,
        product_name=item.product_name,
        dosage_form=item.dosage_form,
        specification=item.specification,
        packaging=item.packaging,
        manufacturer=item.manufacturer,
        approval_number=item.approval_number,
        payment_class=_class(item.payment_class),
        copayment=_copayment(item.copayment_rate),
        payment_scope=item.payment_scope,
        published_limits=item.published_limits,
        negotiated=_yes_or_no(item.is_negotiated),
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        version=item.version,
    )


def code(item: Item) -> results.CodeRow:
    """Return what tells one code from another."""
    return results.CodeRow(
        code=item.code,
        kind=ItemKind(item.kind).label,
        name=item.name,
        product_name=item.product_name,
        category=item.category,
        specification=item.specification,
        manufacturer=item.manufacturer,
        approval_number=item.approval_number,
        former_code=item.former_code,
    )


def details(item: Item) -> results.ItemDetails:
    """Return everything about one version."""
    return results.ItemDetails(
        code=item.code,
        kind=ItemKind(item.kind).label,
        name=item.name,
        product_name=item.product_name,
        category=item.category,
        dosage_form=item.dosage_form,
        specification=item.specification,
        packaging=item.packaging,
        composition=item.composition,
        manufacturer=item.manufacturer,
        approval_number=item.approval_number,
        former_code=item.former_code,
        payment_class=_class(item.payment_class),
        copayment=_copayment(item.copayment_rate),
        payment_scope=item.payment_scope,
        published_limits=item.published_limits,
        negotiated=_yes_or_no(item.is_negotiated),
        volume_procured=_yes_or_no(item.is_volume_procured),
        dual_channel=_yes_or_no(item.is_dual_channel),
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        version=item.version,
        source=item.source,
    )


def version(item: Item) -> results.VersionRow:
    """Return when a version held."""
    return results.VersionRow(
        code=item.code, valid_from=item.valid_from, valid_to=item.valid_to, version=item.version
    )


def price(found: queries.Price) -> results.PriceRow:
    """Return a price; the name is empty where the catalogue does not hold the code."""
    level = HospitalLevel(found.hospital_level).label if found.hospital_level else "不分等级"
    return results.PriceRow(
        code=found.code,
        name=found.name or "",
        price_type=PriceType(found.price_type).label,
        amount=yuan(found.amount),
        unit=found.unit,
        hospital_level=level,
        region=place(found.region),
        batch=found.batch,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        source=found.source,
    )


def stock(found: queries.Stock) -> results.StockRow:
    """Return an institution that keeps a drug."""
    return results.StockRow(
        code=found.code,
        name=found.name or "",
        institution_code=found.institution_code,
        institution_name=found.institution_name,
        institution_kind=InstitutionKind(found.institution_kind).label,
        region=place(found.region),
        address=found.address,
        phone=found.phone,
        valid_from=found.valid_from,
    )


def alternative(found: queries.Alternative) -> results.AlternativeRow:
    """Return a drug of the same name, with its price or the word that none is known."""
    return results.AlternativeRow(
        code=found.code,
        name=found.name,
        product_name=found.product_name,
        specification=found.specification,
        manufacturer=found.manufacturer,
        payment_class=_class(found.payment_class),
        price_type=PriceType(found.price_type).label if found.price_type else _PRICE_UNKNOWN,
        amount=yuan(found.amount) if found.amount is not None else "",
        unit=found.unit or "",
    )


def document(found: queries.Document) -> results.DocumentRow:
    """Return a policy document."""
    return results.DocumentRow(
        title=found.title,
        document_number=found.document_number,
        organisation=found.organisation,
        topic=found.topic,
        published_on=found.published_on,
        effective_on=found.effective_on,
        state=DocumentState(found.state).label,
        url=found.url,
        verified="已核对" if found.is_verified else "未核对，请以原文为准",
    )


def yuan(amount: Decimal) -> str:
    """Return yuan with two decimals, or up to four where a unit costs parts of a fen."""
    text = f"{amount:.4f}"
    return text[:-2] if text.endswith("00") else text.rstrip("0")


def place(region: str) -> str:
    """Return the full name of a place, 全国 for the country."""
    if region == NATION:
        return "全国"
    return regions.full_name(region) if regions.exists(region) else region


def _class(payment_class: str) -> str:
    return PaymentClass(payment_class).label if payment_class else UNSAID


def _copayment(rate: Decimal | None) -> str:
    if rate is None:
        return UNSAID
    return f"先自付{(rate * 100).normalize():f}%" if rate else "不先自付"


def _yes_or_no(flag: bool | None) -> str:
    return UNSAID if flag is None else "是" if flag else "否"
