"""A case as its page shows it: answers masked, materials and papers by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from yibao.casework.completion_notices import completion_code_of
from yibao.casework.states import CaseState, CaseStep
from yibao.catalogue.field import Field
from yibao.catalogue.service import AnyService
from yibao.kernel import masking
from yibao.kernel.errors import Several
from yibao.platform.documents.qr import qr_svg
from yibao.portal import case_reading, paperwork
from yibao.portal.case_reading import Contents, Happening, OwnCase

_MASKS: dict[str, Callable[[str], str]] = {
    "phone": masking.mask_mobile_number,
    "identity_number": masking.mask_identity_number,
    "name": masking.mask_name,
}
# What an officer or the platform said. The note of a correction holds earlier answers, unmasked.
_NOTES_SHOWN = frozenset(
    {CaseStep.REQUEST_CORRECTION, CaseStep.REFUSE, CaseStep.DECLINE, CaseStep.LAPSE}
)
_NEXT: dict[CaseState, str] = {
    CaseState.SUBMITTED: "工作人员正在看您的申请，您现在不用做什么。",
    CaseState.ACCEPTED: "已经受理，正在审核，您现在不用做什么。",
    CaseState.CORRECTION: "还缺一些材料，请点下面的“补交材料”。",
    CaseState.DONE: "已经办好了，不用再办。",
    CaseState.REFUSED: "这次没有办成，原因写在下面。不同意的，可以拨打12393或申请复议。",
    CaseState.NOT_ACCEPTED: "这次没有受理，原因写在下面。不明白的，请拨打12393。",
    CaseState.WITHDRAWN: "您已经撤回，需要时可以重新申请。",
    CaseState.LAPSED: "补正期限已过，这件业务已终止，需要时可以重新申请。",
}


@dataclass(frozen=True)
class NoticeLine:
    """A paper: its name, its code, and when it was issued."""

    code: str
    label: str
    issued_at: datetime


def next_step(case: OwnCase) -> str:
    """Return what the applicant has to do now, as a sentence."""
    return _NEXT[case.state]


def masked_answers(service: AnyService, contents: Contents) -> list[tuple[str, str]]:
    """Return question and answer; what identifies somebody is masked.

    A case keeps the version under which it was opened; what the present form cannot read any more
    is left out rather than shown wrongly.
    """
    try:
        form = service.answers.read(contents.answers)
    except Several:
        return []
    return [(field.label, _masked(field, text)) for field, text in form.displayed()]


def material_lines(service: AnyService, contents: Contents) -> list[tuple[str, str]]:
    """Return each material with the way it came."""
    lines = []
    for code, source in contents.materials:
        material = service.material(code)
        lines.append((material.name if material else code, paperwork.way_label(source)))
    return lines


def notice_lines(case: OwnCase) -> list[NoticeLine]:
    """Return the papers of a case; one that was done at once gets its last paper now."""
    if case.state is CaseState.DONE:
        completion_code_of(case.id)
    return [NoticeLine(n.code, n.kind.label, n.issued_at) for n in case_reading.notices(case)]


def history(case: OwnCase) -> list[Happening]:
    """Return what happened, the latest first, with the notes that are meant for the applicant."""
    return [
        each if each.step in _NOTES_SHOWN else replace(each, note="")
        for each in case_reading.history(case)
    ]


def qr_of(address: str) -> str:
    """Return the QR code of an address as an SVG."""
    return qr_svg(address)


def _masked(field: Field[object], text: str) -> str:
    mask = _MASKS.get(field.kind)
    if mask is None:
        return masking.mask_address(text) if field.personal else text
    return mask(text)
