"""Everything that senders do differently, and everything that they get wrong."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from yibao.national.audit import wire
from yibao.national.audit.codes import CODE_SETS, incision_class
from yibao.national.audit.conversion import ReadCase, Sender, read_cases
from yibao.national.audit.exact import Absent, Unreadable, amounts, item_codes, moments, quantities
from yibao.national.errors import EncounterAbsent, NodeAbsent, TooManyLines, ValueUnreadable
from yibao.national.tests.messages import (
    FEMALE_DRUG,
    HOSPITAL,
    PLAIN_DRUG,
    Hospital,
    data,
    encounter,
    order,
)


def read(body: dict[str, Any], variant: str = "HN", **sender: Any) -> ReadCase:
    request = wire.read_audit(json.dumps(body).encode())
    [case] = read_cases(request, Sender(HOSPITAL, CODE_SETS[variant], **sender))
    return case


def one(**changes: Any) -> Any:
    return read(data([encounter("M1", [order("R1", **changes)])]))


def test_objects_in_place_of_arrays_say_the_same() -> None:
    many = data([encounter("M1", [order("R1", FEMALE_DRUG)])])
    single = copy.deepcopy(many)
    patient = single["data"]["patient_dtos"] = single["data"]["patient_dtos"][0]
    visit = patient["fsi_encounter_dtos"] = patient["fsi_encounter_dtos"][0]
    visit["fsi_order_dtos"] = visit["fsi_order_dtos"][0]
    visit["fsi_diagnose_dtos"] = visit["fsi_diagnose_dtos"][0]
    left, right = read(many).case, read(single).case
    assert (left.lines, left.encounter, left.diagnoses) == (
        right.lines,
        right.encounter,
        right.diagnoses,
    )


def test_numbers_and_texts_say_the_same() -> None:
    as_texts = one(cnt="2", pric="12.500000", sumamt="25.00", ownpay_amt="0").case.lines
    as_numbers = one(cnt=2, pric=12.5, sumamt=25, ownpay_amt=0).case.lines
    assert as_texts == as_numbers
    [line] = as_texts
    assert (line.quantity, line.unit_price, line.amount) == (20_000, 12_500_000, 2500)


def test_bare_numbers_for_codes_and_identifiers_are_read() -> None:
    body = data([encounter("M1", [order("R1", rx_id=12345, drord_dept_codg=301)], med_type=11)])
    case = read(body).case
    assert case.lines[0].line_id == "12345"
    assert case.lines[0].department == "301"
    assert case.encounter.setting == "outpatient"


def test_missing_nodes_and_empty_texts_are_no_fault() -> None:
    visit = encounter("M1", [order("R1", extend_order_map="", pric="", ownpay_amt="")])
    for name in ("fsi_operation_dtos", "his_md_cnt", "dscg_date", "matn_stas", "medins_lv"):
        del visit[name]
    visit["fsi_diagnose_dtos"] = ""
    read_case = read(data([visit]))
    [line] = read_case.case.lines
    assert line.unit_price == 12_500_000  # what amount and quantity imply
    assert line.days is None
    assert read_case.notes == []
    assert [d.code for d in read_case.case.diagnoses] == ["I10.x00"]
    assert read_case.case.diagnoses[0].is_main


def test_amounts_are_exact_however_large() -> None:
    body = data([encounter("M1", [order("R1", sumamt="SUM")])])
    raw = json.dumps(body).replace('"SUM"', "12345678.57").encode()
    [case] = read_cases(wire.read_audit(raw), Sender(HOSPITAL, CODE_SETS["HN"]))
    assert case.case.lines[0].amount == 1_234_567_857
    assert amounts["12345678901234.57"] == 1_234_567_890_123_457
    assert amounts["0.285"] == 29
    assert amounts[" 1E+2 "] == 10_000
    assert quantities["0.00005"] == 1


@pytest.mark.parametrize(
    "fields", [{"sumamt": "90000000.01"}, {"cnt": "100000", "pric": "10000", "sumamt": "5"}]
)
def test_a_line_above_ninety_million_yuan_is_left_out_with_a_note(fields: dict[str, str]) -> None:
    read_case = read(data([encounter("M1", [order("R1", **fields)])]))
    assert read_case.case.lines == []
    assert [note.reason for note in read_case.notes] == ["金额超过九千万元"]


@pytest.mark.parametrize("given", ["一", "1,5", "NaN", "Infinity", "1" * 40, "1e99", "--1"])
def test_what_is_no_number_is_not_taken_for_one(given: str) -> None:
    with pytest.raises(Unreadable):
        amounts[given]


@pytest.mark.parametrize("given", ["", None, "  ", True])
def test_what_is_absent_is_not_taken_for_zero(given: Any) -> None:
    with pytest.raises(Absent):
        quantities.read(given)


def test_dates_are_read_with_and_without_time() -> None:
    day = moments["2026-11-22"][0]
    assert moments["2026-11-22"] == (day, day * 1440)
    assert moments["2026-11-22 09:30:59"] == (day, day * 1440 + 570)
    assert moments["2026-11-22T09:30:59.000+08:00"] == (day, day * 1440 + 570)
    assert moments["20261122093059"] == (day, day * 1440 + 570)
    assert moments["20261122"] == (day, day * 1440)
    for wrong in ("2026-02-30", "22/11/2026", "2026-11-22 25:00:00", "2026-1122", "今天"):
        with pytest.raises(Unreadable):
            moments[wrong]


def test_a_services_local_extension_is_not_part_of_its_code() -> None:
    assert item_codes["001101000010000-100000002"] == "001101000010000"
    assert item_codes[FEMALE_DRUG.lower()] == FEMALE_DRUG


def test_the_editions_codes_mean_what_each_says() -> None:
    visit = encounter("M1", [order("R1", drord_dr_profttl="5")], med_type="", matn_stas="1")
    visit["med_mdtrt_type"] = "2"
    shown = {name: read(data([visit]), name).case for name in ("HN", "JL", "PV")}
    assert {k: c.encounter.setting for k, c in shown.items()} == {
        "HN": "inpatient",
        "JL": "pharmacy",
        "PV": "inpatient",
    }
    assert {k: c.encounter.pregnancy for k, c in shown.items()} == {
        "HN": "none",
        "JL": "none",
        "PV": "pregnant",
    }
    assert {k: c.lines[0].doctor_grade for k, c in shown.items()} == {
        "HN": None,
        "JL": None,
        "PV": 4,
    }


@pytest.mark.parametrize(
    ("care_type", "setting"),
    [("11", "outpatient"), ("2101", "inpatient"), ("21303", "inpatient"), ("41", "pharmacy"),
     ("52", "inpatient"), ("990101", "outpatient"), ("77", "outpatient")],
)  # fmt: skip
def test_the_kind_of_care_tells_the_setting(care_type: str, setting: str) -> None:
    case = read(data([encounter("M1", [order("R1")], med_type=care_type)])).case
    assert case.encounter.setting == setting


def test_an_internet_hospitals_outpatients_are_seen_over_the_internet() -> None:
    body = data([encounter("M1", [order("R1")])])
    assert read(body, is_internet=True).case.encounter.setting == "internet"
    assert read(body).case.encounter.setting == "outpatient"


def test_levels_kinds_and_self_payment_are_read() -> None:
    assert read(data([encounter("M1", [], medins_lv="9")])).case.encounter.institution_level == 1
    assert read(data([encounter("M1", [], medins_lv=13)])).case.encounter.institution_level == 2
    assert one(hilist_type="102").case.lines[0].item_kind == "decoction"
    assert one(hilist_type="").case.lines[0].item_kind == "drug"
    assert one(ownpay_amt="25.00").case.lines[0].fund_paid is False
    assert one(ownpay_amt="24.99").case.lines[0].fund_paid is True
    assert one(ownpay_amt="", hilist_lv="03").case.lines[0].fund_paid is False
    assert one(hilist_pric="15", lv3_hosp_item_pric="16.5").case.lines[0].list_amount == 3300


def test_a_diagnosis_at_admission_and_discharge_counts_once() -> None:
    nodes = [
        {"dise_codg": "J18.900", "maindise_flag": "1", "inout_dise_type": "1"},
        {"dise_codg": "j18.900", "maindise_flag": "0", "inout_dise_type": "2"},
        {"dise_codg": "C34.900", "maindise_flag": "1", "inout_dise_type": "2"},
    ]
    case = read(data([encounter("M1", [], fsi_diagnose_dtos=nodes)])).case
    assert [(d.code, d.is_main) for d in case.diagnoses] == [("J18.900", False), ("C34.900", True)]
    assert case.encounter.main_diagnosis_count == 1


def test_an_operations_date_alone_gives_no_minute() -> None:
    nodes = [
        {"oprn_code": "47.0100", "main_oprn_flag": "1", "oprn_date": "2026-11-22 10:00:00"},
        {"oprn_code": "54.1100", "main_oprn_flag": "0", "oprn_date": "2026-11-22"},
    ]
    visit = encounter("M1", [], fsi_operation_dtos=nodes, sinc_heal_lv="4,Ⅰ/甲")
    first, second = read(data([visit])).case.operations
    assert (first.incision, second.incision) == ("2", "1")
    assert first.minute == moments["2026-11-22 10:00:00"][1]
    assert second.minute is None
    assert incision_class("99") is None


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"cnt": ""}, "cnt", "缺失"),
        ({"cnt": "-1"}, "cnt", "大于零"),
        ({"cnt": 0}, "cnt", "大于零"),
        ({"cnt": "两盒"}, "cnt", "读不懂"),
        ({"cnt": {"a": 1}}, "cnt", "读不懂"),
        ({"sumamt": "abc"}, "sumamt", "读不懂"),
        ({"sumamt": None}, "sumamt", "缺失"),
        ({"pric": "x"}, "pric", "读不懂"),
        ({"drord_begn_date": "2026-13-01"}, "drord_begn_date", "读不懂"),
        ({"drord_begn_date": ""}, "drord_begn_date", "缺失"),
        ({"hilist_code": ""}, "hilist_code", "缺失"),
        ({"rx_id": ""}, "rx_id", "缺失"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_rest_goes_on(
    hospital: Hospital, change: dict[str, Any], field: str, word: str
) -> None:
    orders = [order("R0", **change), order("R1", FEMALE_DRUG)]
    answer = hospital.call("3101", data([encounter("M1", orders)]))
    assert answer["infcode"] == 0
    assert [result["rule_id"] for result in answer["output"]["result"]] == ["N67"]
    assert f"fsi_order_dtos[0].{field} " in answer["warn_msg"]
    assert word in answer["warn_msg"]


def test_a_line_number_that_comes_twice_is_audited_once() -> None:
    case = read(data([encounter("M1", [order("R1", curr_drord_flag="0"), order("R1")])]))
    assert [line.is_current for line in case.case.lines] == [True]
    assert "重复" in case.notes[0].reason


def test_an_unknown_item_is_out_of_scope_and_no_fault() -> None:
    case = one(hilist_code="自编001")
    assert case.notes == []
    assert case.case.lines[0].item_code == "自编001"


def test_what_cannot_be_audited_at_all_is_refused_by_field() -> None:
    good = encounter("M1", [order("R1")])
    with pytest.raises(NodeAbsent, match="patient_dtos"):
        read({"data": {"patient_dtos": []}})
    with pytest.raises(NodeAbsent, match="patn_id"):
        read(data([good], patient=""))
    with pytest.raises(NodeAbsent, match="mdtrt_id"):
        read(data([{**good, "mdtrt_id": ""}]))
    with pytest.raises(EncounterAbsent, match="curr_mdtrt_id"):
        read(data([good], current="M2"))
    with pytest.raises(ValueUnreadable, match="adm_date"):
        read(data([{**good, "adm_date": "昨天"}]))


def test_a_very_long_encounter_is_audited_and_an_endless_one_refused(hospital: Hospital) -> None:
    lines = [order(f"R{number}") for number in range(9_999)]
    body = data([encounter("M1", [*lines, order("R9999", FEMALE_DRUG)])])
    answer = hospital.call("3102", body)
    assert len(answer["output"]["result"]) == 1, answer

    with pytest.raises(TooManyLines):
        read(data([encounter("M1", [order("R1")] * 20_001)]))


def test_an_open_encounter_lasts_until_its_last_line() -> None:
    visit = encounter("M1", [order("R1"), order("R2", drord_begn_date="2026-11-25 10:00:00")])
    record = read(data([visit])).case.encounter
    assert record.is_open
    assert record.end_day == record.start_day + 3
    closed = read(data([{**visit, "dscg_date": "2026-11-26"}])).case.encounter
    assert not closed.is_open
    assert closed.end_minute == moments["2026-11-26 23:59:00"][1]


def test_the_sender_answers_for_its_own_encounters_alone() -> None:
    other = encounter("M0", [order("Q1", PLAIN_DRUG)], medins_id="H52010000002")
    case = read(data([other, encounter("M1", [], medins_id="H52010000003")], current="M1"))
    assert case.case.encounter.institution_id == HOSPITAL
    assert case.others[0].encounter.institution_id == "H52010000002"


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "JSON"),
        (b"[1]", "JSON"),
        (b'{"infno":"3101"', "JSON"),
        (b'{"infno":"3101"}', "input"),
        (b'{"infno":"3101","input":"x"}', "input"),
        (b'{"infno":"3101","input":{}}', "data"),
        (b'{"infno":"3101","input":{"data":{"patient_dtos":[5]}}}', "patient_dtos"),
        (b'{"infno":"9999","input":{}}', "9999"),
        (b"\xff\xfe", "JSON"),
        (b'{"infno":"3101","input":{"data":' + b"[" * 5000 + b"]" * 5000 + b"}}", "JSON"),
    ],
)
def test_what_is_no_message_is_refused_in_a_sentence(
    hospital: Hospital, raw: bytes, word: str
) -> None:
    answer = hospital.post(raw, path="/fsi/api/callService")
    assert hospital.status == "200 OK"
    assert answer["infcode"] == -1
    assert word in answer["err_msg"]
    assert answer["err_msg"].endswith("。")
