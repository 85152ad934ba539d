"""Findings as the ``output`` of 3101 and 3102."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Raw, Struct

from yibao.national.audit.conversion import ReadCase
from yibao.national.audit.exact import item_codes, text_of
from yibao.national.audit.wire import Detail, Order, Result
from yibao.supervision.findings.finding import Finding
from yibao.supervision.findings.sentences import Told, tell
from yibao.supervision.realtime.rulebook import Rulebook, Stage
from yibao.supervision.records import Line
from yibao.supervision.rules.declaration import Rule

_MOST_TEXT = 500
_VIOLATING, _RELATED = "1", "2"
_VISIT, _ITEM = "1", "2"
_COMPUTED = "1"


class Words(Struct, frozen=True):
    """What findings are told with: the lines that they name, and the names of their items."""

    lines: Mapping[str, Line]
    names: Mapping[str, str]


def results(
    findings: Sequence[Finding],
    read: ReadCase,
    *,
    rulebook: Rulebook,
    stage: Stage,
    task: str = "",
) -> list[Result]:
    """Return one result for each finding, in the findings' order: worst first."""
    if not findings:
        return []
    words = _words(findings, read)
    rules = rulebook.auditors[stage].rules
    return [
        _result(finding, rules[finding.rule], rulebook, read=read, words=words, task=task)
        for finding in findings
    ]


def sentences(
    findings: Sequence[Finding], read: ReadCase, *, rulebook: Rulebook, stage: Stage
) -> list[Told]:
    """Return the findings in words alone."""
    words = _words(findings, read)
    rules = rulebook.auditors[stage].rules
    return [_told(finding, rules[finding.rule], rulebook, words) for finding in findings]


def _told(finding: Finding, rule: Rule, rulebook: Rulebook, words: Words) -> Told:
    first = next((words.lines[name] for name in finding.violating if name in words.lines), None)
    return tell(
        finding,
        rule,
        rulebook.points.get(finding.point),
        names=words.names,
        item_code=first.item_code if first else "",
    )


def _words(findings: Sequence[Finding], read: ReadCase) -> Words:
    lines = _lines_of(findings, read)
    return Words(lines, _names_of(lines, read))


def _names_of(lines: Mapping[str, Line], read: ReadCase) -> dict[str, str]:
    """Return the names of the items that lines stand for, as the sender calls them."""
    wanted = {line.item_code for line in lines.values()}
    names: dict[str, str] = {}
    for order in read.orders:
        code = _code_of(order)
        if code in wanted and code not in names:
            names[code] = (text_of(order.item_name) or text_of(order.local_name) or code)[:50]
    return names


def _code_of(order: Order) -> str:
    try:
        return item_codes[order.item_code]
    except ValueError:
        return ""  # a line that was left out


def _lines_of(findings: Iterable[Finding], read: ReadCase) -> dict[str, Line]:
    wanted = {line_id for finding in findings for line_id in (*finding.violating, *finding.related)}
    found = {
        line.line_id: line
        for group in read.case.history.lines.values()
        for line in group
        if line.line_id in wanted
    }
    found.update((line.line_id, line) for line in read.case.lines if line.line_id in wanted)
    return found


def _result(
    finding: Finding, rule: Rule, rulebook: Rulebook, *, read: ReadCase, words: Words, task: str
) -> Result:
    told = _told(finding, rule, rulebook, words)
    return Result(
        judgement_id=finding.finding_id,
        rule=rule.code,
        rule_name=rule.name,
        content=(told.what + told.why + told.advice)[:_MOST_TEXT],
        patient_id=read.case.patient.patient_id,
        encounter_id=read.case.encounter.encounter_id,
        details=_details(finding, read, words.lines),
        amount=yuan(finding.amount),
        amount_status=_COMPUTED,
        severity=str(finding.severity),
        evidence=f"{told.why}知识库版本{rulebook.snapshot_id}。"[:_MOST_TEXT],
        behaviour=_ITEM if finding.violating else _VISIT,
        task=task,
    )


def _details(finding: Finding, read: ReadCase, lines: Mapping[str, Line]) -> list[Detail]:
    patient_id = read.case.patient.patient_id
    own = read.case.encounter.encounter_id
    kinds = [(name, _VIOLATING) for name in finding.violating]
    kinds += [(name, _RELATED) for name in finding.related]
    return [
        Detail(
            f"{finding.finding_id}-{number}",
            patient_id,
            lines[name].encounter_id if name in lines else own,
            name,
            kind,
            yuan(lines[name].amount if name in lines else 0),
        )
        for number, (name, kind) in enumerate(kinds, start=1)
    ]


def yuan(fen: int) -> Raw:
    """Return an amount as a JSON number with two decimals."""
    sign = "-" if fen < 0 else ""
    return Raw(f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}".encode())
