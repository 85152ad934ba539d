"""What a person gets back, every sentence ready to be read."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from yibao.kernel.masking import mask_address, mask_mobile_number
from yibao.reference import regions
from yibao.remote_care.kinds import FilingKind
from yibao.remote_care.queries import Registration
from yibao.remote_care.rules import is_cross_province, pooling_area

_FOREVER = "长期有效"


class RegistrationSummary(msgspec.Struct, frozen=True):
    """A registration as its owner sees it; address and phone masked."""

    registration_number: Annotated[str, Meta(title="备案编号")]
    kind: Annotated[str, Meta(title="备案类型")]
    home_region: Annotated[str, Meta(title="参保地")]
    care_region: Annotated[str, Meta(title="就医地")]
    starts_on: Annotated[date, Meta(title="开始日期")]
    ends_on: Annotated[date | None, Meta(title="最后有效日")]
    validity: Annotated[str, Meta(title="有效期")]
    residence_address: Annotated[str, Meta(title="居住地址")]
    phone: Annotated[str, Meta(title="联系手机")]
    locked_until: Annotated[date | None, Meta(title="可变更、取消之日")]
    upload: Annotated[str, Meta(title="上报情况")]


class FilingResult(msgspec.Struct, frozen=True):
    """登记: what was registered, what it is worth, and what to do next."""

    registration: Annotated[RegistrationSummary, Meta(title="备案")]
    benefit_hint: Annotated[str, Meta(title="待遇说明")]
    next_step: Annotated[str, Meta(title="接下来")]


class ChangeResult(msgspec.Struct, frozen=True):
    """变更: before and after."""

    before: Annotated[RegistrationSummary, Meta(title="原备案")]
    after: Annotated[RegistrationSummary, Meta(title="新备案")]
    benefit_hint: Annotated[str, Meta(title="待遇说明")]
    next_step: Annotated[str, Meta(title="接下来")]


class CancelResult(msgspec.Struct, frozen=True):
    """取消: until when it holds, and what follows."""

    registration: Annotated[RegistrationSummary, Meta(title="已取消的备案")]
    next_step: Annotated[str, Meta(title="接下来")]


def summary(found: Registration) -> RegistrationSummary:
    """Return a registration fit to be shown."""
    return RegistrationSummary(
        registration_number=found.number,
        kind=found.kind.label,
        home_region=regions.full_name(found.home_region),
        care_region=regions.full_name(found.care_region),
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        validity=validity(found),
        residence_address=mask_address(found.address),
        phone=mask_mobile_number(found.phone),
        locked_until=found.locked_until,
        upload=found.upload_state.label,
    )


def validity(found: Registration) -> str:
    """Return the period as a person reads it."""
    if found.ends_on is None:
        return f"{found.starts_on}起，{_FOREVER}"
    if found.period is None:
        return "没有生效过"
    return f"{found.starts_on}至{found.ends_on}（含当天）"


def benefit_hint(found: Registration) -> str:
    """Return in one sentence what the registration is worth.

    Across provinces the catalogue is that of the care region, deductible, rate and ceiling are
    those of the home region; within the province all are those of the home region.
    """
    care, home = regions.full_name(found.care_region), regions.name(pooling_area(found.home_region))
    if found.kind is FilingKind.REFERRAL:
        home += "对转诊人员"
    if is_cross_province(found.home_region, found.care_region):
        return (
            f"在{care}的联网医院住院可以直接结算：能报哪些药品和项目看当地目录，"
            f"起付线、报销比例和限额按参保地{home}的规定。"
        )
    return f"在{care}的联网医院住院可以直接结算，报销范围、比例和限额都按参保地{home}的规定。"


def next_step_after_filing(found: Registration) -> str:
    """Return what to do now, and what not before when."""
    text = "看病时带医保码、社保卡或身份证，选当地已联网的医院，出院时直接结算。"
    if found.own.referring_hospital_name:
        text += (
            f"这次由{found.own.referring_hospital_name}转出，有效期内当地联网医院都可以去，"
            "到期还要治疗的，凭新的转诊意见办变更。"
        )
    cancelling = f"可以办“取消{found.kind.label}人员备案”"
    if found.locked_until is not None:
        return f"{text}这次是承诺办理，{found.locked_until}起才能变更或取消，到时{cancelling}。"
    return f"{text}不再需要时，{cancelling}。"


def next_step_after_cancelling(found: Registration) -> str:
    """Return what holds from now on, also for a stay that began before."""
    if found.period is None:
        return "备案还没有开始就已取消，不影响在参保地看病。"
    return (
        f"{found.ends_on}以后到{regions.full_name(found.care_region)}看病要重新备案；"
        "这一天及以前入院的，仍按原备案结算。"
    )
