"""``yibao audit check``: one message, the sentences that a doctor reads. Needs no database."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from yibao.national.audit import answers, files
from yibao.national.audit.codes import CODE_SETS, VARIANTS
from yibao.national.audit.conversion import ReadCase, Sender, read_cases
from yibao.national.audit.wire import Result
from yibao.reference.parameters import NATION
from yibao.supervision.case import History
from yibao.supervision.findings.finding import Finding
from yibao.supervision.findings.sentences import Told
from yibao.supervision.history import fold
from yibao.supervision.realtime.deadline import Deadline
from yibao.supervision.realtime.judgement import Judgement, judge
from yibao.supervision.realtime.packaged import packaged_rulebook
from yibao.supervision.realtime.rulebook import STAGES, Rulebook

_MINUTE_MS = 60_000
_SEVERITIES = {1: "明确违规", 2: "高度可疑", 3: "轻度可疑"}


def run(arguments: Sequence[str]) -> int:
    """Audit one file; the exit code is 0 whether or not anything was found."""
    given = _parser().parse_args(arguments)
    request = files.read(given.file)
    institution = files.institution_of(request)
    sender = Sender(institution, CODE_SETS[given.variant], given.internet)
    cases = read_cases(request, sender)
    rulebook = _rulebook(given)
    told = [_audit(rulebook, read, given) for read in cases]
    if given.json:
        print(json.dumps(list(told), ensure_ascii=False, indent=1))
        return 0
    for one in told:
        _show(one)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yibao audit check")
    parser.add_argument("file", type=Path, help="3101/3102 报文，或其中的 input；- 是标准输入")
    parser.add_argument("--stage", choices=STAGES, default="settlement", help="环节")
    parser.add_argument("--variant", choices=VARIANTS, default="HN", help="接口版本")
    parser.add_argument("--region", default=NATION, help="地区代码，决定各地参数")
    parser.add_argument("--internet", action="store_true", help="互联网医院")
    parser.add_argument("--history", action="store_true", help="连数据库，用已存的就诊摘要和知识点")
    parser.add_argument("--json", action="store_true", help="给程序读的格式")
    return parser


def _rulebook(given: argparse.Namespace) -> Rulebook:
    if not given.history:
        return packaged_rulebook(given.region)
    from yibao.commands.main import connect

    connect()
    from yibao.supervision.realtime import sources

    return sources.stored(given.region).load()


def _history(read: ReadCase, rulebook: Rulebook, *, is_stored: bool) -> History:
    known = History()
    if is_stored:
        from yibao.national.audit import histories
        from yibao.platform import database

        with database.reading() as sql:
            stored = histories.read(sql, histories.index_of(read.case.patient.patient_id))
        known = stored.without(read.case.encounter.encounter_id)
    for other in read.others:
        fold(known, other, rulebook.follows)
    return known


def _audit(rulebook: Rulebook, read: ReadCase, given: argparse.Namespace) -> dict[str, Any]:
    read.case.history = _history(read, rulebook, is_stored=given.history)
    judgement = judge(rulebook, given.stage, read.case, Deadline(_MINUTE_MS))
    results = answers.results(judgement.shown, read, rulebook=rulebook, stage=given.stage)
    sentences = answers.sentences(judgement.shown, read, rulebook=rulebook, stage=given.stage)
    return {
        "encounter": read.case.encounter.encounter_id,
        "findings": [
            _finding(finding, result, told)
            for finding, result, told in zip(judgement.shown, results, sentences, strict=True)
        ],
        "not_audited": [f"{note.path} {note.reason}" for note in read.notes],
        "coverage": _coverage(judgement, read, rulebook),
    }


def _finding(finding: Finding, result: Result, told: Told) -> dict[str, Any]:
    return {
        "id": finding.finding_id,
        "rule": result.rule,
        "name": result.rule_name,
        "severity": finding.severity,
        "what": told.what,
        "why": told.why,
        "advice": told.advice,
        "amount_fen": finding.amount,
        "counted_fen": finding.counted_amount,
        "violating": finding.violating,
        "related": finding.related,
    }


def _coverage(judgement: Judgement, read: ReadCase, rulebook: Rulebook) -> dict[str, Any]:
    return {
        "lines": read.line_count,
        "audited": judgement.coverage.lines,
        "in_scope": judgement.coverage.in_scope,
        "rules": judgement.coverage.rules,
        "snapshot": rulebook.snapshot_id,
    }


def _show(told: dict[str, Any]) -> None:
    for line in _lines(told):
        print(line)


def _lines(told: dict[str, Any]) -> Iterator[str]:
    for number, finding in enumerate(told["findings"], start=1):
        amount = f"{finding['amount_fen'] // 100}.{finding['amount_fen'] % 100:02d}元"
        severity = _SEVERITIES[finding["severity"]]
        yield f"{number}. {finding['name']}（{finding['rule']}，{severity}，涉及{amount}）"
        yield f"   {finding['what']}"
        yield f"   {finding['why']}"
        yield f"   怎么办：{finding['advice']}"
    if not told["findings"]:
        yield "没有发现问题。"
    for note in told["not_audited"]:
        yield f"没有审核：{note}。"
    seen = told["coverage"]
    yield (
        f"共{seen['lines']}条明细，审核{seen['audited']}条，其中{seen['in_scope']}条有规则涉及；"
        f"运行{seen['rules']}条规则，知识库版本{seen['snapshot']}。"
    )
