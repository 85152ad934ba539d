"""What can be calculated: one struct for each kind, fields with Chinese titles. Amounts in yuan.

``kind`` in the JSON chooses the struct (``KINDS``). ``reading`` turns JSON into these; ``checks``
looks at what several fields say together.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

import msgspec

from yibao.benefits.ledger import NOTHING_USED, Ledger
from yibao.benefits.results import Settlement
from yibao.benefits.vocabulary import BirthKind, Disease, Identity, Insurance, Level, Remote
from yibao.kernel.money import ZERO, Money


def _about(title: str, description: str = "", *, most: int | None = None) -> msgspec.Meta:
    extra = {} if most is None else {"most": most}
    return msgspec.Meta(title=title, description=description or None, extra=extra)


class Fees(msgspec.Struct, frozen=True):
    """The cost of one visit or stay (INV-7): total = in scope + first share + over limit + uncovered."""

    total: Annotated[Money, _about("总费用")]
    uncovered: Annotated[Money, _about("全自费")] = ZERO
    over_limit: Annotated[Money, _about("超限价自付")] = ZERO
    first_share: Annotated[Money, _about("先行自付")] = ZERO
    in_scope: Annotated[Money | None, _about("政策范围内费用", "可以不填，由其他各项算出")] = None

    @property
    def outside(self) -> Money:
        """Return what is outside the scope of the funds."""
        return self.uncovered + self.over_limit + self.first_share

    @property
    def scope(self) -> Money:
        """Return what the funds look at."""
        return self.total - self.outside


class Person(msgspec.Struct, frozen=True):
    """What about the person matters."""

    insurance: Annotated[Insurance, _about("险种")]
    is_retired: Annotated[bool, _about("是否退休")] = False
    identities: Annotated[tuple[Identity, ...], _about("救助身份", "多个时取最优惠的一个")] = ()
    continuous_years: Annotated[int, _about("居民连续参保年数", most=120)] = 0
    claim_free_years: Annotated[int, _about("居民零报销年数", most=120)] = 0

    @property
    def group(self) -> str:
        """Return the group that the tables of rates know: employee, retired, resident."""
        return "retired" if self.is_retired else self.insurance.value


class FamilyAccount(msgspec.Struct, frozen=True):
    """The personal account of a relative who shares it (家庭共济)."""

    holder: Annotated[str, _about("账户主人", "任何能区分的名称", most=60)]
    balance: Annotated[Money, _about("余额")]
    order: Annotated[int, _about("支付顺序", "小的先付", most=99)]
    single_limit: Annotated[Money | None, _about("单次限额")] = None
    year_limit: Annotated[Money | None, _about("年度限额")] = None
    used_this_year: Annotated[Money, _about("本年度已共济金额")] = ZERO


class _Care(msgspec.Struct, frozen=True, kw_only=True):
    """What the settlements of outpatient, inpatient and chronic care have in common."""

    day: Annotated[date, _about("结算日")]
    person: Annotated[Person, _about("参保人")]
    fees: Annotated[Fees, _about("费用")]
    remote: Annotated[Remote, _about("异地就医情况")] = Remote.LOCAL
    year: Annotated[int | None, _about("累计数的年度", "不填则视为结算日的年度", most=9999)] = None
    ledger: Annotated[Ledger, _about("本年度累计")] = NOTHING_USED
    balance: Annotated[Money, _about("本人个人账户余额")] = ZERO
    family_accounts: Annotated[tuple[FamilyAccount, ...], _about("家庭共济账户")] = ()


class OutpatientCare(_Care, frozen=True, kw_only=True):
    """普通门诊结算."""

    kind: ClassVar[str] = "outpatient"
    level: Annotated[Level, _about("医疗机构级别")]


class InpatientCare(_Care, frozen=True, kw_only=True):
    """住院结算."""

    kind: ClassVar[str] = "inpatient"
    level: Annotated[Level, _about("医疗机构级别")]


class ChronicCare(_Care, frozen=True, kw_only=True):
    """门诊慢特病结算."""

    kind: ClassVar[str] = "chronic"
    disease: Annotated[Disease, _about("本次治疗的病种")]
    other_diseases: Annotated[tuple[Disease, ...], _about("已认定的其他病种")] = ()


Care = OutpatientCare | InpatientCare | ChronicCare


class AfterPooledFund(msgspec.Struct, frozen=True, kw_only=True):
    """统筹支付以后：居民大病保险和医疗救助."""

    kind: ClassVar[str] = "after_pooled_fund"
    day: Annotated[date, _about("结算日")]
    person: Annotated[Person, _about("参保人")]
    rest: Annotated[Money, _about("统筹支付后的自付", "政策范围内，职工为大额补助以后")]
    year: Annotated[int | None, _about("累计数的年度", "不填则视为结算日的年度", most=9999)] = None
    ledger: Annotated[Ledger, _about("本年度累计")] = NOTHING_USED


class Reversal(msgspec.Struct, frozen=True, kw_only=True):
    """冲正一笔结算."""

    kind: ClassVar[str] = "reversal"
    day: Annotated[date, _about("冲正日")]
    settlement: Annotated[Settlement, _about("原结算", "原来算出的 result，原样填入")]
    ledger: Annotated[Ledger, _about("冲正前的本年度累计")]


class FamilySharing(msgspec.Struct, frozen=True, kw_only=True):
    """个人账户和家庭共济按顺序支付个人负担."""

    kind: ClassVar[str] = "family_sharing"
    day: Annotated[date, _about("支付日")]
    amount: Annotated[Money, _about("个人负担")]
    balance: Annotated[Money, _about("本人个人账户余额")] = ZERO
    family_accounts: Annotated[tuple[FamilyAccount, ...], _about("家庭共济账户")] = ()


class PremiumPayment(msgspec.Struct, frozen=True, kw_only=True):
    """用个人账户代缴居民保费."""

    kind: ClassVar[str] = "premium"
    day: Annotated[date, _about("缴费日")]
    premium: Annotated[Money, _about("应缴保费")]
    balance: Annotated[Money, _about("个人账户余额")]
    holder: Annotated[str, _about("账户主人", most=60)] = "self"


class MaternityAllowance(msgspec.Struct, frozen=True, kw_only=True):
    """生育津贴."""

    kind: ClassVar[str] = "maternity_allowance"
    day: Annotated[date, _about("分娩或手术日")]
    birth: Annotated[BirthKind, _about("生育类别")]
    unit_wage: Annotated[Money, _about("单位上年度月平均缴费工资")]
    babies: Annotated[int, _about("婴儿个数", most=9)] = 1
    months_pregnant: Annotated[int, _about("怀孕月数", "只用于流产和引产", most=10)] = 0
    own_wage: Annotated[Money | None, _about("本人月工资", "用来算单位应补的差额")] = None


class MaternityCare(msgspec.Struct, frozen=True, kw_only=True):
    """产前检查费（限额）和生育医疗费（定额）."""

    kind: ClassVar[str] = "maternity_care"
    day: Annotated[date, _about("分娩、手术或检查日")]
    cost: Annotated[Money, _about("符合规定的费用")]
    birth: Annotated[BirthKind | None, _about("生育类别", "不填则为产前检查")] = None
    babies: Annotated[int, _about("婴儿个数", most=9)] = 1
    prenatal_paid: Annotated[Money, _about("本次怀孕产前检查已支付")] = ZERO


class CareMonth(msgspec.Struct, frozen=True, kw_only=True):
    """长期护理保险一个月的结算."""

    kind: ClassVar[str] = "long_term_care"
    day: Annotated[date, _about("护理月份", "当月任何一天")]
    cost: Annotated[Money, _about("护理服务费")]
    days_served: Annotated[int, _about("服务天数", most=31)]
    level: Annotated[int, _about("失能等级", "0至5", most=5)]
    days_in_hospital: Annotated[int, _about("住院天数", "住院期间不重复支付", most=31)] = 0


class TaxDeduction(msgspec.Struct, frozen=True, kw_only=True):
    """个人所得税大病医疗专项附加扣除."""

    kind: ClassVar[str] = "tax_deduction"
    day: Annotated[date, _about("费用发生的年度", "该年度任何一天")]
    paid_in_scope: Annotated[Money, _about("政策范围内自付累计")]


class EmployeeGap(msgspec.Struct, frozen=True, kw_only=True):
    """职工中断缴费后的待遇起算."""

    kind: ClassVar[str] = "employee_gap"
    last_paid_on: Annotated[date, _about("最后缴费月份", "填当月1日")]
    resumed_on: Annotated[date, _about("恢复缴费月份", "填当月1日")]
    is_back_paid: Annotated[bool, _about("中断的月份是否补缴")] = False
    is_switch: Annotated[bool, _about("是否在职工和居民医保之间转换")] = False
    continuous_months: Annotated[int, _about("转换前连续缴费月数", most=999)] = 0

    @property
    def day(self) -> date:
        """Return the day whose rules hold."""
        return self.resumed_on


class ResidentWaiting(msgspec.Struct, frozen=True, kw_only=True):
    """居民参保的等待期和修复."""

    kind: ClassVar[str] = "resident_waiting"
    day: Annotated[date, _about("缴费日")]
    is_in_window: Annotated[bool, _about("是否在集中缴费期内缴费")]
    missed_years: Annotated[int, _about("连续断保年数", "2025年起计算", most=99)] = 0
    repaired_months: Annotated[int, _about("修复的变动等待期月数", most=99)] = 0


Request = (
    OutpatientCare
    | InpatientCare
    | ChronicCare
    | AfterPooledFund
    | Reversal
    | FamilySharing
    | PremiumPayment
    | MaternityAllowance
    | MaternityCare
    | CareMonth
    | TaxDeduction
    | EmployeeGap
    | ResidentWaiting
)
KINDS: dict[str, type[Request]] = {each.kind: each for each in Request.__args__}
