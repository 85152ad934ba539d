"""The packaged rules over messages in the editions of several provinces."""

from __future__ import annotations

import json
from typing import Any

import pytest

from yibao.national.audit import answers, wire
from yibao.national.audit.codes import CODE_SETS
from yibao.national.audit.conversion import Sender, read_cases
from yibao.national.audit.wire import Result
from yibao.national.tests.messages import FEMALE_DRUG, HOSPITAL, data, encounter, order
from yibao.supervision.realtime.deadline import Deadline
from yibao.supervision.realtime.judgement import judge
from yibao.supervision.realtime.packaged import packaged_rulebook
from yibao.supervision.realtime.rulebook import Rulebook, Stage


@pytest.fixture(scope="module")
def packaged() -> Rulebook:
    return packaged_rulebook()


def audit(
    rulebook: Rulebook, body: dict[str, Any], variant: str = "HN", stage: Stage = "settlement"
) -> list[Result]:
    request = wire.read_audit(json.dumps(body).encode())
    [read] = read_cases(request, Sender(HOSPITAL, CODE_SETS[variant]))
    judgement = judge(rulebook, stage, read.case, Deadline(60_000))
    return answers.results(judgement.shown, read, rulebook=rulebook, stage=stage)


@pytest.mark.parametrize("variant", ["HN", "JL", "PV"])
@pytest.mark.parametrize("stage", ["order", "settlement"])
def test_a_drug_for_women_is_found_in_every_edition(
    packaged: Rulebook, variant: str, stage: Stage
) -> None:
    body = data([encounter("M1", [order("R1", FEMALE_DRUG)])])
    assert "N67" in [result.rule for result in audit(packaged, body, variant, stage)]
    body = data([encounter("M1", [order("R1", FEMALE_DRUG)])], sex="2")
    assert "N67" not in [result.rule for result in audit(packaged, body, variant, stage)]


def test_a_charge_outside_the_stay_is_a_finding_about_the_record(packaged: Rulebook) -> None:
    late = order("R2", drord_begn_date="2026-11-29 10:00:00")
    stay = encounter(
        "M1", [order("R1"), late], med_type="2101", med_mdtrt_type="2", dscg_date="2026-11-25"
    )
    [read] = read_cases(
        wire.read_audit(json.dumps(data([stay])).encode()), Sender(HOSPITAL, CODE_SETS["HN"])
    )
    judgement = judge(packaged, "settlement", read.case, Deadline(60_000))
    every = (*judgement.shown, *judgement.on_trial)
    [found] = [finding for finding in every if finding.rule == "N42"]
    assert found.violating == ("R2",)


def test_every_text_fits_its_field(packaged: Rulebook) -> None:
    codes = sorted(code for code in packaged.known_codes if len(code) >= 10)[::7]
    lines = [
        order(f"R{n}", code, hilist_name="名" * 50, sumamt="99999.99")
        for n, code in enumerate(codes)
    ]
    results = audit(packaged, data([encounter("M1", lines)]))
    assert len(results) > 20
    for result in results:
        assert len(result.judgement_id) <= 50
        assert 0 < len(result.content) <= 500
        assert 0 < len(result.evidence) <= 500
        assert result.severity in {"1", "2", "3"}
        assert "（未知）" not in result.content, result.content
        for detail in result.details:
            assert len(detail.detail_id) <= 50
