"""年审申请: a recognition that ends soon holds on."""

from __future__ import annotations

from yibao.catalogue.relative_days import days_from_today
from yibao.catalogue.service import Example
from yibao.chronic_care.annual_review import annual_review

_CHECKED = {"checked_on": days_from_today(-10), "phone": "19900000003"}
_RECORDS = {"medical_records": "upload"}

annual_review_apply = annual_review(
    "annual_review_apply",
    by_agent=False,
    examples=[
        Example(
            "医院已经复查王五的高血压，当场延续",
            _CHECKED,
            _RECORDS,
            given="chronic_care.review_concluded_by_hospital",
            person="王五",
        ),
        Example(
            "没有医院的复查结论，由专家评定",
            _CHECKED,
            _RECORDS,
            given="chronic_care.employee_due_for_review",
            person="王五",
            under_review=True,
        ),
        Example(
            "居民李四的年审",
            _CHECKED | {"phone": "19900000002"},
            _RECORDS,
            given="chronic_care.resident_due_for_review",
            person="李四",
            under_review=True,
        ),
        Example(
            "离到期还早",
            _CHECKED,
            _RECORDS,
            given="chronic_care.employee_recognised",
            person="王五",
            fails_with="chronic_care.review_too_early",
        ),
        Example(
            "检查资料太旧",
            _CHECKED | {"checked_on": days_from_today(-500)},
            _RECORDS,
            given="chronic_care.employee_due_for_review",
            person="王五",
            fails_with="chronic_care.check_too_old",
        ),
        Example(
            "检查日期填到了将来",
            _CHECKED | {"checked_on": days_from_today(2)},
            _RECORDS,
            given="chronic_care.employee_due_for_review",
            person="王五",
            fails_with="chronic_care.check_in_future",
        ),
        Example(
            "这个病种不用年审",
            _CHECKED,
            _RECORDS,
            given="chronic_care.employee_with_cancer",
            person="王五",
            fails_with="chronic_care.review_not_needed",
        ),
        Example(
            "认定了两个病种，没有说是哪一个",
            _CHECKED,
            _RECORDS,
            given="chronic_care.employee_with_two_diseases",
            person="王五",
            fails_with="chronic_care.which_recognition",
        ),
        Example(
            "还没有认定",
            _CHECKED,
            _RECORDS,
            given="chronic_care.employee",
            person="王五",
            fails_with="chronic_care.no_recognition",
        ),
    ],
)
