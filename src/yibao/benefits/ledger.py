"""What the year has used so far, and what one settlement or its reversal adds (INV-10, INV-12).

A ledger is the sum of the changes of all settlements of the year, so a reversal may come in any
order: it takes away exactly what its settlement added.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from yibao.kernel.money import ZERO, Money


def _sum(title: str) -> msgspec.Meta:
    return msgspec.Meta(title=title)


class Ledger(msgspec.Struct, frozen=True):
    """Cumulative sums of one person, one insurance and one year, in yuan."""

    outpatient_deductible: Annotated[Money, _sum("普通门诊已付起付线")] = ZERO
    outpatient_paid: Annotated[Money, _sum("普通门诊统筹已支付")] = ZERO
    chronic_paid: Annotated[Money, _sum("慢特病限额病种已支付")] = ZERO
    inpatient_stays: Annotated[int, _sum("已住院次数")] = 0
    inpatient_paid: Annotated[Money, _sum("住院统筹已支付")] = ZERO
    large_sum_paid: Annotated[Money, _sum("大额补助已支付")] = ZERO
    critical_base: Annotated[Money, _sum("计入大病保险的自付累计")] = ZERO
    critical_paid: Annotated[Money, _sum("大病保险已支付")] = ZERO
    aid_base: Annotated[Money, _sum("计入医疗救助的自付累计")] = ZERO
    aid_second_base: Annotated[Money, _sum("计入倾斜救助的自付累计")] = ZERO
    aid_paid: Annotated[Money, _sum("医疗救助已支付")] = ZERO

    def plus(self, change: Ledger) -> Ledger:
        """Return the ledger after a settlement that changes it by ``change``."""
        return Ledger(**{name: _added(self, change, name) for name in self.__struct_fields__})

    def minus(self, change: Ledger) -> Ledger:
        """Return the ledger without a settlement that changed it by ``change``."""
        return self.plus(change.mirrored())

    def mirrored(self) -> Ledger:
        """Return the change that undoes this one: every sum with the opposite sign."""
        return Ledger(**{name: -getattr(self, name) for name in self.__struct_fields__})


NOTHING_USED = Ledger()


def remaining(ceiling: Money, used: Money) -> Money:
    """Return what is left below a ceiling; zero when more is used, as after a ceiling was lowered."""
    return max(ZERO, ceiling - used)


def _added(one: Ledger, other: Ledger, name: str) -> Any:
    return getattr(one, name) + getattr(other, name)
