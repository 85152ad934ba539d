"""What a person gets back, every sentence ready to be read."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from yibao.chronic_care import diseases, rules
from yibao.chronic_care.judged import ChosenHospital, Policy
from yibao.chronic_care.queries import Recognition
from yibao.reference import code_tables, parameters, regions


class ChosenHospitalLine(msgspec.Struct, frozen=True):
    """A hospital of a recognition."""

    hospital_code: Annotated[str, Meta(title="医疗机构编号")]
    hospital_name: Annotated[str, Meta(title="医疗机构")]
    starts_on: Annotated[date, Meta(title="开始日期")]
    ends_on: Annotated[date | None, Meta(title="最后有效日")]


class RecognitionSummary(msgspec.Struct, frozen=True):
    """A recognition as its owner sees it."""

    recognition_number: Annotated[str, Meta(title="认定编号")]
    disease_code: Annotated[str, Meta(title="病种代码")]
    disease_name: Annotated[str, Meta(title="病种")]
    insurance: Annotated[str, Meta(title="险种")]
    home_region: Annotated[str, Meta(title="参保地")]
    recognising_hospital_name: Annotated[str, Meta(title="认定医疗机构")]
    starts_on: Annotated[date, Meta(title="开始日期")]
    ends_on: Annotated[date, Meta(title="最后有效日")]
    hospitals: Annotated[list[ChosenHospitalLine], Meta(title="就医医疗机构")]


class HospitalChangeResult(msgspec.Struct, frozen=True):
    """变更医疗机构: before, after, and from when."""

    recognition: Annotated[RecognitionSummary, Meta(title="认定")]
    old_hospital_name: Annotated[str, Meta(title="原医疗机构")]
    new_hospital_name: Annotated[str, Meta(title="新医疗机构")]
    effective_on: Annotated[date, Meta(title="生效日期")]
    next_step: Annotated[str, Meta(title="接下来")]


class RecognitionResult(msgspec.Struct, frozen=True):
    """申办: what was recognised, what it is worth, and what to do next."""

    recognition: Annotated[RecognitionSummary, Meta(title="认定")]
    benefit_hint: Annotated[str, Meta(title="待遇说明")]
    next_step: Annotated[str, Meta(title="接下来")]


class ReviewResult(msgspec.Struct, frozen=True):
    """年审: until when the recognition held, and until when it holds now."""

    recognition: Annotated[RecognitionSummary, Meta(title="认定")]
    old_ends_on: Annotated[date, Meta(title="原最后有效日")]
    next_step: Annotated[str, Meta(title="接下来")]


def summary(found: Recognition, today: date) -> RecognitionSummary:
    """Return a recognition fit to be shown; hospitals of the past are left out."""
    return RecognitionSummary(
        recognition_number=found.number,
        disease_code=found.disease_code,
        disease_name=diseases.name_of(found.disease_code),
        insurance=code_tables.label("insurance_type", found.insurance_type),
        home_region=regions.full_name(found.home_region),
        recognising_hospital_name=found.recognising_hospital_name,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        hospitals=[_line(one) for one in found.hospitals_from(today)],
    )


def next_step_after_change(old: ChosenHospital, new: ChosenHospital) -> str:
    """Return where to be treated until and from when."""
    return (
        f"{new.starts_on}起到{new.name}看这个病可以直接结算；"
        f"在这之前仍到{old.name}。看病时带医保码、社保卡或身份证。"
    )


def benefit_hint(found: Recognition, day: date) -> str:
    """Return in one sentence what the recognition is worth on a day, as far as the numbers go."""
    code, region = found.disease_code.lower(), found.home_region
    known = parameters.parameters_of("chronic_care")
    rate = known.get(f"chronic_care.rate_{code}")
    limit = known.get(f"chronic_care.yearly_limit_{code}")
    if rate is None or limit is None:
        return "起付线、报销比例和年度限额按参保地的规定，可拨打12393查询。"
    return (
        f"政策范围内的费用报销{rate.on(day, region).value}%，"
        f"一年最多报销{limit.on(day, region).value}元。"
    )


def next_step_after_recognition(found: Recognition, policy: Policy) -> str:
    """Return where to be treated, and when to think of the review."""
    names = "、".join(one.name for one in found.hospitals)
    text = f"{found.starts_on}起到{names}看这个病，带医保码、社保卡或身份证，可以直接结算。"
    if found.is_reviewed:
        text += f"有效期到{found.ends_on}，{rules.review_from(found.ends_on, policy)}起可以年审。"
    return text


def _line(one: ChosenHospital) -> ChosenHospitalLine:
    return ChosenHospitalLine(one.code, one.name, one.starts_on, one.ends_on)
