"""Where an employer and its insurances stand, and the one table of what may happen in each state.

Source: docs/explanation/domain.md 2.2; code tables employer_enrolment_status, employer_change_kind.
"""

from __future__ import annotations

from typing import NamedTuple

from yibao.catalogue.choices import Choices

EMPLOYEE_INSURANCE = "310"
# 生育保险和职工基本医疗保险统一参保登记 (国办发〔2019〕10号): an employer enrols for both at once.
JOINT_INSURANCES = (EMPLOYEE_INSURANCE, "510")


class EmployerState(Choices):
    """Whether an employer still exists for the insurance. Deregistered is final."""

    VALID = "valid", "有效"
    DEREGISTERED = "deregistered", "已注销"


class EmployerKind(Choices):
    """单位类型."""

    ENTERPRISE = "enterprise", "企业"
    STATE_ORGAN = "state_organ", "机关"
    INSTITUTION = "institution", "事业单位"
    SOCIAL_ORGANISATION = "social_organisation", "社会组织"
    SOLE_TRADER = "sole_trader", "有雇工的个体工商户"
    OTHER = "other", "其他单位"


class InsuranceState(Choices):
    """Where an employer stands in one insurance; an ended one never comes back."""

    ACTIVE = "active", "参保缴费"
    SUSPENDED = "suspended", "暂停缴费"
    ENDED = "ended", "终止参保"


class InsuranceEvent(Choices):
    """What may happen to the insurance of an employer."""

    ENROL = "enrol", "登记"
    SUSPEND = "suspend", "暂停"
    RESUME = "resume", "恢复"
    END = "end", "注销"


class Transition(NamedTuple):
    """What an event makes of a state, and the national kind of change it is written as."""

    state: InsuranceState
    change_kind: str


TRANSITIONS: dict[tuple[InsuranceState | None, InsuranceEvent], Transition] = {
    (None, InsuranceEvent.ENROL): Transition(InsuranceState.ACTIVE, "01"),
    (InsuranceState.ACTIVE, InsuranceEvent.SUSPEND): Transition(InsuranceState.SUSPENDED, "02"),
    (InsuranceState.SUSPENDED, InsuranceEvent.RESUME): Transition(InsuranceState.ACTIVE, "03"),
    (InsuranceState.SUSPENDED, InsuranceEvent.END): Transition(InsuranceState.ENDED, "09"),
}


def transition(state: InsuranceState | None, event: InsuranceEvent) -> Transition | None:
    """Return what ``event`` does to an insurance in ``state`` (None: there is none yet).

    None means that it may not happen.
    """
    return TRANSITIONS.get((state, event))


class EmployerItem(Choices):
    """What is known about an employer and may change; each change is one version row."""

    NAME = "name", "单位名称"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    LEGAL_REPRESENTATIVE = "legal_representative", "法定代表人"
    ADDRESS = "address", "单位地址"
    BANK_NAME = "bank_name", "开户银行"
    BANK_ACCOUNT = "bank_account", "银行账号"
    PHONE = "phone", "经办人手机号码"
    OPERATOR = "operator", "经办人"


# What the market regulator registers, too (docs/explanation/domain.md 1.3, R-E5).
KEY_ITEMS = frozenset(
    {EmployerItem.NAME, EmployerItem.CREDIT_CODE, EmployerItem.LEGAL_REPRESENTATIVE}
)
