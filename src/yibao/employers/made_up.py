"""Organisations of examples, demonstration and tests. None of them exists.

Each group of examples has one of its own, so that what an officer has not decided yet about one
keeps no other example from being played.
"""

from __future__ import annotations

from dataclasses import dataclass

from yibao.kernel import credit_code

REGION = "520103"
REPRESENTATIVE = "测试甲"
ACCOUNT = "6222000012345678"
BANK = "测试银行贵阳云岩支行"
ADDRESS = "贵阳市云岩区测试路10号"


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A made-up organisation."""

    name: str
    credit_code: str


def _company(name: str, body: str) -> MadeUp:
    return MadeUp(name, credit_code.make("91", REGION, body).text)


NEW_COMPANY = _company("贵阳测试新办有限公司", "MA6TEXT1")
CHANGING_COMPANY = _company("贵阳测试变更有限公司", "MA6TEXT2")
UNCONFIRMED_COMPANY = _company("贵阳测试更名有限公司", "MA6TEXT3")
SUSPENDING_COMPANY = _company("贵阳测试停业有限公司", "MA6TEXT4")
CLOSED_COMPANY = _company("贵阳测试注销有限公司", "MA6TEXT5")
BANKRUPT_COMPANY = _company("贵阳测试破产有限公司", "MA6TEXT6")
INSTITUTION = MadeUp("贵阳测试中心", credit_code.make("12", REGION, "MA6TEXT7").text)
# The code that the renamed company has after its change, as the regulator knows it.
RECODED_COMPANY = _company(UNCONFIRMED_COMPANY.name, "MA6TEXT8")
EVERY_COMPANY = (
    NEW_COMPANY,
    CHANGING_COMPANY,
    UNCONFIRMED_COMPANY,
    SUSPENDING_COMPANY,
    CLOSED_COMPANY,
    BANKRUPT_COMPANY,
)
