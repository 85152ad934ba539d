"""What a person is asked; the variants of a service ask the same."""

from __future__ import annotations

from yibao.catalogue.field import optional, when
from yibao.catalogue.field_types import Date, Flag, Integer, Phone, Text, Year
from yibao.catalogue.form import Form
from yibao.chronic_care.fields import DiseaseCode, HospitalCode, RecognitionNumber

MOST_ROWS = 50
"""Rows of one page at most."""
ROWS = 10
_LAST_PAGE = 1000
_CODE_HINT = "H加11位数字，可在定点医疗机构查询里查到"
_CASE_NUMBER_HINT = "印在回执和受理通知书上，共22位；不填查全部"


class HospitalChangeAnswers(Form):
    """变更医疗机构: which recognition, from which hospital to which."""

    recognition_number = optional(RecognitionNumber())
    old_hospital_code = optional(
        HospitalCode("原医疗机构编号", hint="只选定了一家医疗机构时不用填")
    )
    new_hospital_code = HospitalCode("新医疗机构编号", hint=_CODE_HINT)
    new_hospital_name = Text("新医疗机构名称", least=2, most=100, example="贵阳市测试医院")
    reason = optional(Text("变更原因", most=100, hint="例如搬家、离家太远", personal=True))


class ApplicationAnswers(Form):
    """申办: which disease, diagnosed when and where, and where it will be treated."""

    disease_code = DiseaseCode(hint="选医生诊断的病种；不知道选哪个的，可问医生")
    recognising_hospital_code = HospitalCode("认定医疗机构编号", hint=_CODE_HINT)
    recognising_hospital_name = Text(
        "认定医疗机构名称", least=2, most=100, example="贵阳市测试医院"
    )
    diagnosed_on = Date("诊断日期", hint="病历或检查报告上的日期", example="2026-11-01")
    hospital_code = HospitalCode("就医医疗机构编号", hint="平时看这个病的医院，" + _CODE_HINT)
    hospital_name = Text("就医医疗机构名称", least=2, most=100, example="贵阳市测试医院")
    has_second_hospital = optional(Flag("还要选第二家就医医疗机构"))
    second_hospital_code = when(
        has_second_hospital.is_(True), HospitalCode("第二家医疗机构编号", hint=_CODE_HINT)
    )
    second_hospital_name = when(
        has_second_hospital.is_(True),
        Text("第二家医疗机构名称", least=2, most=100, example="测试社区卫生服务中心"),
    )
    phone = Phone("联系手机号码", hint="需要补充资料时联系您")


class ReviewAnswers(Form):
    """年审: which recognition, and the latest check-up."""

    recognition_number = optional(RecognitionNumber())
    checked_on = Date("最近检查日期", hint="检查报告或病历上的日期", example="2026-11-01")
    phone = Phone("联系手机号码", hint="需要补充资料时联系您")


class ReviewProgressQuestion(Form):
    """年审进度: one case, or all."""

    case_number = optional(Text("受理编号", most=30, hint=_CASE_NUMBER_HINT))


class ApplicationProgressQuestion(Form):
    """申请进度: one case, a year, or all, page by page."""

    case_number = optional(Text("受理编号", most=30, hint=_CASE_NUMBER_HINT))
    year = optional(Year("申请年份", hint="不填查全部年份", example="2026"))
    page = optional(Integer("第几页", least=1, most=_LAST_PAGE, example="1"))
    page_size = optional(
        Integer("每页几条", least=1, most=MOST_ROWS, hint=f"不填为{ROWS}条", example="10")
    )
