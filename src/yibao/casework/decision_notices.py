"""The paper that goes with each decision, written in the decision's own transaction.

Source: docs/explanation/domain.md 3.2: what each notice must say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from yibao.casework import officers
from yibao.casework.agencies import Agency, agency_of
from yibao.casework.locking import LockedCase
from yibao.casework.notices import content as notice
from yibao.casework.notices.issuing import issue
from yibao.casework.notices.remedies import remedies_on
from yibao.casework.result_lines import lines_of
from yibao.catalogue.material import MaterialSource
from yibao.kernel.masking import mask_identity_number
from yibao.platform.database import Sql

_WAYS = {
    MaterialSource.UPLOAD.value: "网上上传或窗口提交",
    MaterialSource.SHARED.value: "数据共享，免提交",
    MaterialSource.PLEDGE.value: "告知承诺",
}
_CORRECTION_WAYS = (
    "在原申请渠道的“我的办件”里补交。",
    "到受理机构的经办窗口补交，也可请村（社区）代办点帮办。",
)
_NO_EFFECT = "原申请不再办理，没有改变任何登记信息；材料备齐后可以随时重新申请。"


def accepted(sql: Sql, case: LockedCase, *, officer: str, accepted_at: datetime, due: date) -> str:
    """Issue the 受理通知书 and return its verification code."""
    content = notice.Acceptance(
        **_common(case, officer),
        accepted_at=accepted_at,
        due_on=due,
        materials=_materials(sql, case),
    )
    return _issue(sql, case, content)


def correction_asked(
    sql: Sql, case: LockedCase, defects: Sequence[notice.Defect], *, officer: str, due: date
) -> str:
    """Issue the one 补正告知书 with everything that is to be put right."""
    content = notice.Correction(
        **_common(case, officer), defects=tuple(defects), due_on=due, ways=_CORRECTION_WAYS
    )
    return _issue(sql, case, content)


def declined(
    sql: Sql, case: LockedCase, *, reason: str, where_to_go: str, officer: str, today: date
) -> str:
    """Issue the 不予受理通知书."""
    agency = agency_of(case.region)
    content = notice.NonAcceptance(
        **_common(case, officer),
        reasons=_sentences(reason),
        basis=tuple(case.service.basis),
        where_to_go=where_to_go.strip() or case.service.counter_ways,
        remedies=_remedies(agency, today),
    )
    return _issue(sql, case, content)


def approved(sql: Sql, case: LockedCase, *, result: object, officer: str, today: date) -> str:
    """Issue the 办结通知书."""
    lines = lines_of(case.service.result, result) or [("办理结果", "已办结")]
    content = notice.Completion(
        **_common(case, officer),
        results=tuple(notice.ResultLine(label, value) for label, value in lines),
        effective_on=today,
        basis=tuple(case.service.basis),
    )
    return _issue(sql, case, content)


def refused(
    sql: Sql, case: LockedCase, *, reason: str, where_to_go: str, officer: str, today: date
) -> str:
    """Issue the 不予办理决定书."""
    agency = agency_of(case.region)
    content = notice.Refusal(
        **_common(case, officer),
        reasons=_sentences(reason),
        basis=tuple(case.service.basis),
        where_to_go=where_to_go.strip() or f"情况变化后可以重新申请。{case.service.counter_ways}",
        remedies=_remedies(agency, today),
    )
    return _issue(sql, case, content)


def terminated(sql: Sql, case: LockedCase, *, reason: str, is_withdrawn: bool, today: date) -> str:
    """Issue the 撤回（终止）通知书."""
    content = notice.Termination(
        **_common(case, ""),
        is_withdrawn=is_withdrawn,
        ended_on=today,
        reason=reason,
        effect=_NO_EFFECT,
    )
    return _issue(sql, case, content)


def _issue(sql: Sql, case: LockedCase, content: notice.AnyContent) -> str:
    return issue(sql, case_id=case.id, kind=content.kind, content=content)


def _common(case: LockedCase, officer: str) -> dict[str, Any]:
    subject = case.subject
    return {
        "case_number": case.number,
        "service": case.service.name,
        "agency": agency_of(case.region).name,
        "addressee": subject.name,
        "certificate": mask_identity_number(subject.certificate_number),
        "officer": officers.name_of(officer) if officer else "",
    }


def _materials(sql: Sql, case: LockedCase) -> tuple[notice.MaterialLine, ...]:
    sql.execute(
        """SELECT DISTINCT ON (code) code, source FROM case_material WHERE case_id = %s
           ORDER BY code, id DESC""",
        (case.id,),
    )
    lines = []
    for code, source in sql.fetchall():
        material = case.service.material(code)
        lines.append(notice.MaterialLine(material.name if material else code, _WAYS[source]))
    return tuple(lines)


def _sentences(reason: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in reason.splitlines() if line.strip())


def _remedies(agency: Agency, today: date) -> notice.Remedies:
    return remedies_on(today, review_agency=agency.review_agency, court=agency.court)
