"""What is asked to find an institution or an agency. Every question may stay unanswered."""

from __future__ import annotations

from yibao.catalogue.field import optional, when
from yibao.catalogue.field_types import Choice, Code, Flag, Integer, Region, Text
from yibao.catalogue.form import Form
from yibao.catalogue.optional_when import optional_when
from yibao.providers.kinds import (
    HospitalCapability,
    MedicalKind,
    PharmacyCapability,
    PrescriptionCapability,
    ProviderKind,
)

PROVINCE = "520000"
MOST_ROWS = 50
"""Rows of one page at most (docs/explanation/domain.md 1.2, B-PG)."""
ROWS = 10
MOST_FOUND = 1000
"""Rows that one search finds at most: nobody turns more pages, and the work stays bounded."""
RADIUS, MOST_RADIUS = 5_000, 50_000
"""Metres. Beyond the greater one the flat earth of ``rules`` is no longer true enough."""


class Where(Form):
    """A region with all that lies in it, a part of the name, the surroundings of a point."""

    region = optional(Region("地区", within=PROVINCE, hint="市（州）或县（市、区）；不填为全省。"))
    name = optional(
        Text("名称", least=2, most=50, hint="名称里的几个字，至少2个字。", example="测试")
    )
    near = optional(Flag("查找附近", hint="按距离从近到远排列。"))
    longitude = when(
        near.is_(True),
        Integer(
            "经度（百万分之一度）",
            least=73_000_000,
            most=136_000_000,
            hint="国家大地坐标系（CGCS2000），例如106.713478度填106713478。",
            example="106713478",
        ),
    )
    latitude = when(
        near.is_(True),
        Integer("纬度（百万分之一度）", least=3_000_000, most=54_000_000, example="26578343"),
    )
    radius = optional_when(
        near.is_(True),
        Integer(
            "半径（米）",
            least=100,
            most=MOST_RADIUS,
            hint=f"不填为{RADIUS}米。",
            example="5000",
        ),
    )


class Paged(Form):
    """Which page of the answer."""

    page = optional(Integer("第几页", least=1, most=MOST_FOUND, example="1"))
    page_size = optional(
        Integer("每页几条", least=1, most=MOST_ROWS, hint=f"不填为{ROWS}条。", example="10")
    )


class _Pharmacies(Where):
    capability = optional(Choice("开通的服务", PharmacyCapability, example="dual_channel"))


class PharmacyQuestion(Paged, _Pharmacies):
    """定点药店信息查询."""


class _Hospitals(Where):
    kind = optional(Choice("机构类别", MedicalKind, example="hospital"))
    level = optional(Code("医院等级", table="hospital_level"))
    capability = optional(Choice("开通的服务", HospitalCapability, example="remote_national"))


class HospitalQuestion(Paged, _Hospitals):
    """定点医疗机构信息查询."""


class PoolingPharmacyQuestion(Paged, Where):
    """已开通门诊统筹药店查询."""


class _Recognition(Where):
    disease_code = optional(
        Text("病种代码", least=2, most=30, hint="门诊慢特病病种代码。", example="M03900")
    )


class RecognitionQuestion(Paged, _Recognition):
    """慢病认定医院查询."""


class _Prescription(Where):
    kind = optional(Choice("机构类别", ProviderKind, example="pharmacy"))
    capability = optional(Choice("药品范围", PrescriptionCapability, example="dual_channel"))


class PrescriptionQuestion(Paged, _Prescription):
    """电子处方开通定点机构查询."""


class InternetHospitalQuestion(Paged, Where):
    """就诊医院查询."""


class _Agencies(Where):
    service_operation = optional(
        Text("办理事项", most=60, hint="事项的接口名称。", example="resident_enrol")
    )


class AgencyQuestion(Paged, _Agencies):
    """经办机构信息查询."""
