"""The kinds of registration, and the few states that one can be in."""

from __future__ import annotations

from yibao.catalogue.choices import Choices


class FilingKind(Choices):
    """Why somebody is treated elsewhere (医保发〔2022〕22号: 长期 and 临时 外出就医人员)."""

    RETIRE = "retire", "异地安置退休"
    LONG_STAY = "long_stay", "异地长期居住"
    WORK = "work", "常驻异地工作"
    REFERRAL = "referral", "异地转诊"
    EMERGENCY = "emergency", "异地急诊抢救"
    TEMPORARY = "temporary", "其他临时外出"


LONG_KINDS = frozenset({FilingKind.RETIRE, FilingKind.LONG_STAY, FilingKind.WORK})
"""Kinds that hold until they are changed or cancelled, and that exclude each other (R-F2)."""
FILED_KINDS = LONG_KINDS | {FilingKind.REFERRAL}
"""Kinds that somebody files: on no day two of them for one place, whatever else is allowed."""


class RegistrationState(Choices):
    """Where a registration stands. Whether it holds on a day is told by its period alone."""

    EFFECTIVE = "effective", "有效"
    CHANGED = "changed", "已变更"
    CANCELLED = "cancelled", "已取消"
    EXPIRED = "expired", "已到期"
    VOID = "void", "因参保终止失效"


class RegistrationStep(Choices):
    """What happened to a registration; each is an event that is never changed."""

    FILE = "file", "备案登记"
    CHANGE = "change", "备案变更"
    CANCEL = "cancel", "备案取消"
    EXPIRE = "expire", "备案到期"
    UPLOAD = "upload", "上报成功"
    FAIL_UPLOAD = "fail_upload", "上报未成功"


class UploadState(Choices):
    """Whether the national remote-care platform knows the registration as it stands."""

    WAITING = "waiting", "待上报，一般几分钟内完成"
    UPLOADED = "uploaded", "已上报，就医地可以查到"
    FAILED = "failed", "暂未上报成功，系统会自动重试"


class ChangedPart(Choices):
    """What a person wants to change about a registration."""

    PLACE = "place", "换就医地"
    ADDRESS = "address", "就医地不变，换了住址"
    PHONE = "phone", "只换手机号码"


class WorkChangedPart(Choices):
    """What somebody who works elsewhere may want to change."""

    PLACE = "place", "换就医地"
    ADDRESS = "address", "就医地不变，换了住址"
    EMPLOYER = "employer", "就医地不变，换了工作单位"
    PHONE = "phone", "只换手机号码"


class ReferralChangedPart(Choices):
    """What somebody who was referred may want to change."""

    PLACE = "place", "换就医地"
    OPINION = "opinion", "就医地不变，有了新的转诊意见"
    ADDRESS = "address", "就医地不变，换了住址"
    PHONE = "phone", "只换手机号码"


class HouseholdPlace(Choices):
    """Where somebody is registered who has settled elsewhere after retiring (户籍)."""

    CARE_REGION = "care_region", "已经迁到就医地"
    ELSEWHERE = "elsewhere", "没有迁，人已在就医地定居"


class ReferralReason(Choices):
    """Why a hospital sends somebody elsewhere."""

    NOT_DIAGNOSED = "not_diagnosed", "本地会诊后仍不能确诊"
    NO_MEANS = "no_means", "本地没有相应的诊治条件"
    FURTHER_CARE = "further_care", "在外地治疗过，需要继续治疗"
    OTHER = "other", "其他原因"


class CancelReason(Choices):
    """Why a registration is no longer needed."""

    RETURNED = "returned", "已回参保地生活"
    MOVED = "moved", "搬到其他地方"
    MISTAKEN = "mistaken", "当时办错了"
    OTHER = "other", "其他原因"


class ReferralCancelReason(Choices):
    """Why a referral is no longer needed."""

    TREATED = "treated", "治疗已经结束"
    STAYS_HOME = "stays_home", "改在参保地治疗"
    MISTAKEN = "mistaken", "当时办错了"
    OTHER = "other", "其他原因"
