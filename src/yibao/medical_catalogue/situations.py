"""The situations that examples start from. Each makes itself true, whatever was there before.

The drugs, prices and institutions are made up: their codes have the shape of real ones, with a
manufacturer's number that nobody has.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from yibao.catalogue.situations import Setting, situation

ASPIRIN, OTHER_ASPIRIN = "XN02BAA901A001010199991", "XN02BAA901A001020199992"
NEGOTIATED = "XL01EAA902A001010199993"
STENT = "C0201019902000099999"
FORMER_STENT = "C02010199020000"
DOCUMENT_NUMBER = "演示发〔2026〕1号"
_CODES = [ASPIRIN, OTHER_ASPIRIN, NEGOTIATED, STENT]
_SINCE, _CHANGED = date(2024, 1, 1), date(2025, 1, 1)
_VERSION, _SOURCE = "演示目录", "演示数据"
_TABLES = ("catalogue_item", "catalogue_limit_price", "catalogue_negotiated_stock")

_ITEM = """
INSERT INTO catalogue_item (code, kind, name, product_name, category, dosage_form, specification,
  packaging, composition, manufacturer, approval_number, former_code, payment_class,
  copayment_rate, payment_scope, published_limits, is_negotiated, is_volume_procured,
  is_dual_channel, is_packaged, valid_from, valid_to, version, source)
VALUES (%(code)s, %(kind)s, %(name)s, '', %(category)s, %(form)s, %(specification)s, %(packaging)s,
  %(composition)s, %(manufacturer)s, %(approval)s, %(former)s, %(class)s, %(copayment)s, %(scope)s,
  '', %(negotiated)s, %(procured)s, %(dual)s, false, %(since)s, %(until)s, %(version)s, %(source)s)
"""
_PRICE = """
INSERT INTO catalogue_limit_price (code, price_type, amount, unit, hospital_level, region, batch,
  valid_from, version, source)
VALUES (%s, %s, %s, '盒', '', %s, %s, %s, %s, %s)
"""
_STOCK = """
INSERT INTO catalogue_negotiated_stock (code, institution_code, institution_name,
  institution_kind, region, address, phone, valid_from, version, source)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_DOCUMENT = """
INSERT INTO catalogue_policy_document (title, document_number, organisation, topic, published_on,
  effective_on, state, url, is_verified, version, source)
VALUES ('演示：药品目录调整通知', %s, '演示医疗保障局', '药品目录', '2026-03-01', '2026-04-01',
  'effective', '', true, %s, %s)
"""


@situation("medical_catalogue.filled")
def filled(setting: Setting) -> None:
    """Hold two drugs of one name, a negotiated drug, a consumable; prices, stock, a document."""
    emptied(setting)
    _add_drugs(setting)
    _add_stent(setting)
    _add_prices(setting)
    _add_stock(setting)
    setting.sql.execute(_DOCUMENT, (DOCUMENT_NUMBER, _VERSION, _SOURCE))


@situation("medical_catalogue.emptied")
def emptied(setting: Setting) -> None:
    """Hold none of the made-up things."""
    for table in _TABLES:
        setting.sql.execute(f"DELETE FROM {table} WHERE code = ANY(%s)", (_CODES,))  # noqa: S608
    setting.sql.execute(
        "DELETE FROM catalogue_policy_document WHERE document_number = %s", (DOCUMENT_NUMBER,)
    )


def _add_drugs(setting: Setting) -> None:
    aspirin = {
        "name": "演示阿司匹林肠溶片",
        "form": "片剂",
        "packaging": "30片/盒",
        "class": "A",
        "copayment": "0",
        "procured": True,
    }
    first = aspirin | {"code": ASPIRIN, "specification": "100mg", "manufacturer": "演示第一制药厂"}
    # An older version, so that a look-up by an earlier day finds what held then.
    _add(setting, **first | {"class": "B", "copayment": "0.1"}, since=_SINCE, until=_CHANGED)
    _add(setting, **first, since=_CHANGED)
    second = {"code": OTHER_ASPIRIN, "specification": "50mg", "manufacturer": "演示第二制药厂"}
    _add(setting, **aspirin | second, since=_SINCE)
    _add(
        setting,
        code=NEGOTIATED,
        name="演示替尼胶囊",
        form="胶囊剂",
        specification="250mg",
        packaging="10粒/盒",
        manufacturer="演示第一制药厂",
        **{"class": "B"},
        copayment="0.2",
        scope="限演示适应症患者",
        negotiated=True,
        dual=True,
        since=_SINCE,
    )


def _add_stent(setting: Setting) -> None:
    _add(
        setting,
        code=STENT,
        kind="consumable",
        name="演示冠脉支架",
        category="血管介入治疗类材料/冠脉/支架",
        specification="3.0×18mm",
        composition="合金",
        manufacturer="演示器械厂",
        former=FORMER_STENT,
        since=_SINCE,
    )


def _add(setting: Setting, **facts: Any) -> None:
    unsaid: dict[str, Any] = dict.fromkeys(
        ("category", "form", "packaging", "composition", "former", "class", "scope"), ""
    )
    unsaid |= {"kind": "western", "approval": "演准字00000000", "copayment": None, "until": None}
    unsaid |= {"negotiated": False, "procured": False, "dual": False}
    setting.sql.execute(_ITEM, unsaid | facts | {"version": _VERSION, "source": _SOURCE})


def _add_prices(setting: Setting) -> None:
    for code, kind, amount, region, batch in (
        (ASPIRIN, "procurement", "5.10", "520000", "演示第一批"),
        (ASPIRIN, "payment_standard", "5.60", "000000", ""),
        (OTHER_ASPIRIN, "listed", "3.0725", "520000", ""),
        (NEGOTIATED, "payment_standard", "498.00", "000000", ""),
    ):
        values = (code, kind, amount, region, batch, _SINCE, _VERSION, _SOURCE)
        setting.sql.execute(_PRICE, values)


def _add_stock(setting: Setting) -> None:
    for number, name, kind, region in (
        ("H52010309999", "演示市第一医院", "hospital", "520103"),
        ("P52010209999", "演示大药房", "pharmacy", "520102"),
        ("H52030209999", "演示遵义医院", "hospital", "520302"),
    ):
        where = (region, "演示路1号", "0851-00000000")
        values = (NEGOTIATED, number, name, kind, *where, _SINCE, _VERSION, _SOURCE)
        setting.sql.execute(_STOCK, values)
