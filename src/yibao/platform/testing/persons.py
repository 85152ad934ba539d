"""The people of every test and demonstration. None of them exists.

Their facts are fixed: a reader who knows 张三 in one test knows him in all. The identity numbers
have right check digits in real regions of 贵州省; the telephone numbers start with 199 0000, which
no operator has given out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yibao.kernel import identity_number


@dataclass(frozen=True)
class TestPerson:
    """Somebody made up. ``role`` says what he or she is for, in Chinese."""

    __test__ = False  # so that pytest does not take it for a test class

    name: str
    identity_number: str
    phone: str
    role: str
    address: str

    @property
    def birth_date(self) -> date:
        """Return the birth date, which the identity number holds."""
        return identity_number.check(self.identity_number).birth_date

    @property
    def is_female(self) -> bool:
        """Return the sex, which the identity number holds."""
        return identity_number.check(self.identity_number).sex is identity_number.Sex.FEMALE


ZHANG_SAN = TestPerson(
    name="张三",
    identity_number=identity_number.make("520102", date(1990, 3, 7), 11).text,
    phone="19900000001",
    role="职工，在参保地就医",
    address="贵州省贵阳市南明区测试路1号",
)
LI_SI = TestPerson(
    name="李四",
    identity_number=identity_number.make("520103", date(1992, 8, 15), 22).text,
    phone="19900000002",
    role="城乡居民，小明的母亲",
    address="贵州省贵阳市云岩区测试路2号",
)
WANG_WU = TestPerson(
    name="王五",
    identity_number=identity_number.make("520302", date(1965, 11, 2), 33).text,
    phone="19900000003",
    role="职工，患高血压和糖尿病",
    address="贵州省遵义市红花岗区测试路3号",
)
ZHAO_LIU = TestPerson(
    name="赵六",
    identity_number=identity_number.make("520402", date(1948, 2, 29), 44).text,
    phone="19900000004",
    role="退休人员，78岁，长期住在外地女儿家",
    address="贵州省安顺市西秀区测试路4号",
)
XIAO_MING = TestPerson(
    name="李小明",
    identity_number=identity_number.make("520103", date(2026, 9, 1), 55).text,
    phone="",
    role="新生儿，李四的儿子",
    address="贵州省贵阳市云岩区测试路2号",
)
MAIMAITI = TestPerson(
    name="买买提·吐尔逊",
    identity_number=identity_number.make("520502", date(1988, 5, 20), 77).text,
    phone="19900000006",
    role="灵活就业人员，姓名带间隔号",
    address="贵州省毕节市七星关区测试路6号",
)
OUYANG_XIUYING = TestPerson(
    name="欧阳秀英",
    identity_number=identity_number.make("520602", date(1979, 12, 31), 88).text,
    phone="19900000007",
    role="单位经办人，复姓",
    address="贵州省铜仁市碧江区测试路7号",
)

EVERYONE = (ZHANG_SAN, LI_SI, WANG_WU, ZHAO_LIU, XIAO_MING, MAIMAITI, OUYANG_XIUYING)
