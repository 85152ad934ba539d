"""What an audit reads: patient, encounter, diagnoses, operations, lines. One declaration of columns.

The field names below are the column names of the batch relations and the words of the expression
language; ``vocabulary.py`` derives both. Amounts are fen, quantities ten-thousandths of a unit,
unit prices millionths of a yuan, days are numbers since 1970-01-01, minutes likewise. ``None``
means that the source does not say. Everything is an integer, a text or a flag, so that an
expression gives the same answer in Python and in any SQL engine.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

QUANTITY_SCALE = 10_000
PRICE_SCALE = 1_000_000
LARGEST_AMOUNT = 9_000_000_000
"""Fen. A line above ninety million yuan, by its amount or by quantity times price, is not audited:
it is an error of entry, and the products in expressions would leave the 64 bits of SQL."""
LARGEST_PRODUCT = LARGEST_AMOUNT * QUANTITY_SCALE * PRICE_SCALE // 100


class Patient(Struct, array_like=True, gc=False):
    """The insured person, without name or identity number."""

    patient_id: Annotated[str, Meta(title="人员编号")]
    sex: Annotated[str | None, Meta(title="性别", description="1 男, 2 女")] = None
    born_on: Annotated[int | None, Meta(title="出生日期", description="day number")] = None
    died_on: Annotated[int | None, Meta(title="死亡日期", description="day number")] = None


class Diagnosis(Struct, array_like=True, gc=False):
    """One diagnosis of an encounter, coded in ICD-10 医保版."""

    code: Annotated[str, Meta(title="诊断编码")]
    is_main: Annotated[bool, Meta(title="主诊断")] = False


class Operation(Struct, array_like=True, gc=False):
    """One operation of an encounter, coded in ICD-9-CM-3 医保版."""

    code: Annotated[str, Meta(title="手术操作编码")]
    is_main: Annotated[bool, Meta(title="主要手术")] = False
    minute: Annotated[int | None, Meta(title="手术开始时间", description="minute number")] = None
    incision: Annotated[str | None, Meta(title="切口类别", description="1, 2, 3 class")] = None


class Line(Struct, array_like=True, gc=False):
    """One order or fee line."""

    line_id: Annotated[str, Meta(title="明细编号")]
    encounter_id: Annotated[str, Meta(title="就诊编号")]
    item_code: Annotated[str, Meta(title="医保目录编码")]
    item_kind: Annotated[
        str | None, Meta(title="目录类别", description="drug, decoction, service, consumable")
    ]
    day: Annotated[int, Meta(title="发生日期", description="day number")]
    minute: Annotated[int, Meta(title="发生时间", description="minute number")]
    quantity: Annotated[int, Meta(title="数量", description="ten-thousandths")]
    unit_price: Annotated[int, Meta(title="单价", description="millionths of a yuan")]
    amount: Annotated[int, Meta(title="金额", description="fen")]
    age_years: Annotated[int | None, Meta(title="发生日周岁", description="years")] = None
    age_days: Annotated[int | None, Meta(title="发生日日龄", description="days")] = None
    charge_class: Annotated[str | None, Meta(title="收费类别", description="national code")] = None
    fund_paid: Annotated[bool, Meta(title="纳入基金支付")] = True
    days: Annotated[int | None, Meta(title="用药天数", description="days of supply")] = None
    daily_dose: Annotated[int | None, Meta(title="日剂量", description="ten-thousandths")] = None
    prescription: Annotated[str | None, Meta(title="处方号")] = None
    prescribed_quantity: Annotated[
        int | None, Meta(title="处方数量", description="ten-thousandths")
    ] = None
    list_amount: Annotated[int | None, Meta(title="目录标准金额", description="fen")] = None
    department: Annotated[str | None, Meta(title="开单科室")] = None
    doctor: Annotated[str | None, Meta(title="开单医师")] = None
    doctor_grade: Annotated[
        int | None, Meta(title="医师职称级别", description="1 lowest, 4 highest")
    ] = None
    uploaded_minute: Annotated[int | None, Meta(title="上传时间", description="minute number")] = (
        None
    )
    trace_code: Annotated[str | None, Meta(title="药品追溯码")] = None
    is_current: Annotated[bool, Meta(title="本次开立")] = True


class Encounter(Struct, array_like=True, gc=False):
    """One visit or stay, without its lists."""

    encounter_id: Annotated[str, Meta(title="就诊编号")]
    patient_id: Annotated[str, Meta(title="人员编号")]
    institution_id: Annotated[str, Meta(title="医疗机构编号")]
    start_day: Annotated[int, Meta(title="开始日期", description="day number")]
    end_day: Annotated[int, Meta(title="结束日期", description="day number")]
    start_minute: Annotated[int, Meta(title="开始时间", description="minute number")]
    end_minute: Annotated[int, Meta(title="结束时间", description="minute number")]
    age_years: Annotated[int | None, Meta(title="入院周岁", description="years")] = None
    age_days: Annotated[int | None, Meta(title="入院日龄", description="days")] = None
    is_open: Annotated[bool, Meta(title="未结束", description="the end is not known yet")] = False
    setting: Annotated[
        str | None,
        Meta(title="就医方式", description="outpatient, inpatient, pharmacy, internet"),
    ] = None
    institution_level: Annotated[int | None, Meta(title="机构级别", description="3, 2, 1, 0")] = (
        None
    )
    institution_type: Annotated[str | None, Meta(title="机构类型")] = None
    region: Annotated[str | None, Meta(title="医疗机构区划")] = None
    insurance_type: Annotated[str | None, Meta(title="险种", description="national code")] = None
    disease_programme: Annotated[str | None, Meta(title="病种编码")] = None
    department: Annotated[str | None, Meta(title="就诊科室")] = None
    pregnancy: Annotated[
        str | None, Meta(title="生育状态", description="none, planning, pregnant, lactating")
    ] = None
    main_diagnosis: Annotated[str | None, Meta(title="主诊断编码")] = None
    main_category: Annotated[
        str | None, Meta(title="主诊断类目", description="three characters")
    ] = None
    total_amount: Annotated[int | None, Meta(title="总费用", description="fen")] = None
    lines_amount: Annotated[int, Meta(title="明细合计", description="fen")] = 0
    line_count: Annotated[int, Meta(title="明细条数")] = 0
    diagnosis_count: Annotated[int, Meta(title="诊断条数")] = 0
    main_diagnosis_count: Annotated[int, Meta(title="主诊断条数")] = 0
    operation_count: Annotated[int, Meta(title="手术操作条数")] = 0
    main_operation_count: Annotated[int, Meta(title="主要手术条数")] = 0
    stay_days: Annotated[int, Meta(title="住院天数", description="days, at least 1")] = 1
