"""3101 and 3102 from message to answer."""

from __future__ import annotations

from yibao.national.models import Judgement
from yibao.national.tests.messages import (
    DAILY_SERVICE,
    FEMALE_DRUG,
    HOSPITAL,
    Hospital,
    data,
    encounter,
    order,
)


def test_a_drug_for_women_ordered_for_a_man_is_reported_in_the_national_form(
    hospital: Hospital,
) -> None:
    answer = hospital.call("3101", data([encounter("M1", [order("R1", FEMALE_DRUG), order("R2")])]))

    assert hospital.status == "200 OK"
    assert answer["infcode"] == 0
    assert answer["err_msg"] == ""
    [result] = answer["output"]["result"]
    assert len(result["jr_id"]) == 32
    assert result["rule_id"] == "N67"
    assert result["rule_name"] == "药品区分性别使用"
    assert result["vola_cont"] == (
        "目录名称4080只适用于女性患者，与患者性别不符。"
        "依据：《医疗保障基金使用监督管理条例》（国务院令第735号）第三十八条第二项；"
        "知识点N67-1-aaaa。核对患者身份和开立的项目。"
    )
    assert result["patn_id"] == "P0001"
    assert result["mdtrt_id"] == "M1"
    assert result["vola_amt"] == 25.0
    assert result["vola_amt_stas"] == "1"
    assert result["sev_deg"] == "2"
    assert result["vola_bhvr_type"] == "2"
    assert result["task_id"] == "T1"
    assert "snapshot-1" in result["vola_evid"]
    assert result["judge_result_detail_dtos"] == [
        {
            "jrd_id": result["jr_id"] + "-1",
            "patn_id": "P0001",
            "mdtrt_id": "M1",
            "rx_id": "R1",
            "vola_item_type": "1",
            "vola_amt": 25.0,
        }
    ]


def test_an_encounter_without_fault_has_an_empty_result(hospital: Hospital) -> None:
    answer = hospital.call("3102", data([encounter("M1", [order("R1")])]))

    assert answer["infcode"] == 0
    assert answer["output"] == {"result": []}
    assert not Judgement.objects.exists()


def test_every_known_path_leads_to_the_service(hospital: Hospital) -> None:
    body = data([encounter("M1", [order("R1", FEMALE_DRUG)])])
    for path in (
        "/fsi/api/fsi/callService",
        "/fsi/api/callService",
        "/fsi/api/3101",
        "/mss/web/api/fsi/callService",
        "/mbs/fmi/fsi/api/callFsiService/callService",
    ):
        assert len(hospital.call("3101", body, path=path)["output"]["result"]) == 1, path


def test_without_infno_the_gateways_name_tells_the_service(hospital: Hospital) -> None:
    body = data([encounter("M1", [order("R1", FEMALE_DRUG)])])
    headers = hospital.signed(_api_name="3101")
    assert len(hospital.call("", body, headers=headers)["output"]["result"]) == 1
    assert len(hospital.call("", body, path="/fsi/api/3102")["output"]["result"]) == 1


def test_what_was_ordered_before_is_context_at_order_entry(hospital: Hospital) -> None:
    earlier = order("R1", FEMALE_DRUG, curr_drord_flag="0")
    answer = hospital.call("3101", data([encounter("M1", [earlier, order("R2")])]))
    assert answer["output"]["result"] == []

    settled = hospital.call("3102", data([encounter("M1", [earlier, order("R2")])]))
    assert [result["rule_id"] for result in settled["output"]["result"]] == ["N67"]


def test_context_lines_count_towards_a_limit_that_a_new_line_exceeds(hospital: Hospital) -> None:
    orders = [order(f"R{n}", DAILY_SERVICE, curr_drord_flag="0") for n in (1, 2)]
    orders.append(order("R3", DAILY_SERVICE))
    [result] = hospital.call("3101", data([encounter("M1", orders)]))["output"]["result"]
    assert result["rule_id"] == "N27"
    assert {detail["rx_id"] for detail in result["judge_result_detail_dtos"]} == {"R1", "R2", "R3"}


def test_other_encounters_of_the_message_are_history(hospital: Hospital) -> None:
    other = encounter("M0", [order(f"Q{n}", DAILY_SERVICE) for n in (1, 2)], medins_id="H1")
    present = encounter("M1", [order("R1", DAILY_SERVICE)])
    body = data([other, present], current="M1")
    [result] = hospital.call("3101", body)["output"]["result"]
    assert {d["mdtrt_id"] for d in result["judge_result_detail_dtos"]} == {"M0", "M1"}
    assert result["mdtrt_id"] == "M1"


def test_only_the_rules_that_were_asked_for_answer(hospital: Hospital) -> None:
    orders = [order("R0", FEMALE_DRUG), *(order(f"R{n}", DAILY_SERVICE) for n in (1, 2, 3))]
    body = data([encounter("M1", orders)], trig_scen="", rule_ids=["N27"])
    assert [r["rule_id"] for r in hospital.call("3101", body)["output"]["result"]] == ["N27"]
    everything = data([encounter("M1", orders)], rule_ids=["N27"])
    assert len(hospital.call("3101", everything)["output"]["result"]) == 2


def test_a_repeated_call_gets_the_same_answer_and_counts_up(hospital: Hospital) -> None:
    body = data([encounter("M1", [order("R1", FEMALE_DRUG)])])
    first = hospital.call("3101", body, message_id="same")["output"]
    assert hospital.call("3101", body, message_id="same")["output"] == first

    [kept] = Judgement.objects.all()
    assert (kept.times, kept.stage, kept.institution_code) == (2, "order", HOSPITAL)
    assert kept.finding_id == first["result"][0]["jr_id"]
    assert kept.violating == ["R1"]
    assert kept.amount == 2500


def test_a_hit_is_kept_once_for_each_stage(hospital: Hospital) -> None:
    body = data([encounter("M1", [order("R1", FEMALE_DRUG)])])
    hospital.call("3101", body)
    hospital.call("3102", body)
    assert set(Judgement.objects.values_list("stage", flat=True)) == {"order", "settlement"}
