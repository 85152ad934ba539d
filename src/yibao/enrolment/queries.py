"""Reading enrolments for the person himself: one statement."""

from __future__ import annotations

from typing import Any

from yibao.catalogue.case import Case
from yibao.catalogue.form import NoAnswers
from yibao.enrolment.kinds import LABELS
from yibao.enrolment.results import OwnInsurance, OwnInsurances
from yibao.enrolment.states import EnrolmentStatus
from yibao.persons import sealing
from yibao.persons.api import name_agrees
from yibao.reference import code_tables, regions

_STATUS_LABELS = {status.value: status.label for status in EnrolmentStatus}
OWN_INSURANCES = """
SELECT p.name_sealed, e.insurance_type, e.region, e.person_kind, e.status, e.first_enrolled_on,
       e.current_since, e.paused_on, e.unit_name, e.months_paid, e.months_deemed
FROM person p LEFT JOIN enrolment e ON e.person_id = p.id AND e.status <> 'void'
WHERE p.certificate_index = %s AND p.is_valid
ORDER BY (e.status = 'active') DESC, e.current_since DESC
"""


def own_insurances(case: Case[NoAnswers]) -> OwnInsurances:
    """Return what the person is and was insured for; of the person only the name is opened.

    Raises:
        PersonNameDiffers: the register has another name for the certificate.
    """
    case.sql.execute(OWN_INSURANCES, (case.subject_index,), prepare=True)
    rows = case.sql.fetchall()
    if rows:
        name_agrees(sealing.unseal(rows[0][0], sealing.NAME), case.subject)
    insurances = [_shown(row) for row in rows if row[1] is not None]
    note = "" if insurances else "没有查到参保记录。在外省参保的，请到国家医保服务平台查询。"
    return OwnInsurances(insurances, note)


def _shown(row: tuple[Any, ...]) -> OwnInsurance:
    first = row[5]
    return OwnInsurance(
        insurance_type=row[1],
        insurance=code_tables.label("insurance_type", row[1]),
        region=row[2],
        region_name=regions.full_name(row[2]),
        person_kind=LABELS.get(row[3], row[3]),
        status=row[4],
        status_label=_STATUS_LABELS[row[4]],
        first_enrolled=f"{first.year}年{first.month}月",
        enrolled_since=row[6],
        paused_on=row[7],
        unit_name=row[8],
        months_paid=row[9],
        months_deemed=row[10],
    )
