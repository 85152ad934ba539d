"""Diagnoses and operations of a message as records."""

from __future__ import annotations

from collections.abc import Sequence

from yibao.national.audit.codes import incision_class
from yibao.national.audit.exact import Remembered, is_mere_date, moments, text_of
from yibao.national.audit.wire import DiagnosisNode, OperationNode
from yibao.supervision.knowledge.codes import normalised
from yibao.supervision.records import Diagnosis, Operation

_DISCHARGE = "2"


class _ClinicalCodes(Remembered[str]):
    def read(self, given: str) -> str:
        return normalised(given)


_codes = _ClinicalCodes()


def read_diagnoses(nodes: Sequence[DiagnosisNode], main_code: str) -> list[Diagnosis]:
    """Return each diagnosis once; ``main_code`` is the encounter's own main diagnosis.

    A diagnosis is often sent twice, at admission and at discharge. If a discharge diagnosis is
    marked as the main one, marks at admission do not count.
    """
    found: dict[str, bool] = {}
    discharged = any(node.main == "1" and node.kind == _DISCHARGE for node in nodes)
    for node in nodes:
        code = _codes[text_of(node.code)]
        if code:
            is_main = node.main == "1" and (not discharged or node.kind == _DISCHARGE)
            found[code] = found.get(code, False) or is_main
    main = _codes[main_code]
    if main and not any(found.values()):
        found[main] = True
    return [Diagnosis(code, is_main) for code, is_main in found.items()]


def read_operations(nodes: Sequence[OperationNode], incisions: str) -> list[Operation]:
    """Return the operations; a date without a time gives no minute, it would accuse everybody.

    ``incisions`` is 切口愈合等级 of the encounter: one for each operation, or one for all.
    """
    classes = [incision_class(part) for part in incisions.replace("，", ",").split(",")]
    if len(classes) != len(nodes):
        classes = classes * len(nodes) if len(classes) == 1 else [None] * len(nodes)
    return [
        Operation(_codes[text_of(node.code)], node.main == "1", _minute(node), incision)
        for node, incision in zip(nodes, classes, strict=True)
        if text_of(node.code)
    ]


def _minute(node: OperationNode) -> int | None:
    if node.moment is None or is_mere_date(node.moment):
        return None
    try:
        return moments[node.moment][1]
    except ValueError:
        return None
