"""Messages, rules and a caller for the tests."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from yibao.national.actions import Credentials
from yibao.national.application import NationalApplication
from yibao.national.authentication import csb_signature
from yibao.platform import clock
from yibao.platform.testing.persons import EVERYONE
from yibao.supervision.knowledge.base import KnowledgeBase
from yibao.supervision.knowledge.points import Evidence, Knowledge
from yibao.supervision.realtime.keeper import Keeper, Source
from yibao.supervision.realtime.rulebook import Rulebook, compile_rulebook
from yibao.supervision.rules.declaration import Basis, Rule, Stages

HOSPITAL = "H52010000001"
FEMALE_DRUG = "ZD01CAA0063010104080"
DAILY_SERVICE = "001101000010000"
PLAIN_DRUG = "XC09AAK072A001010100001"
NAME = EVERYONE[0].name
REGULATION = Basis("医疗保障基金使用监督管理条例（国务院令第735号）", "第三十八条第二项")


def sex_rule(**changes: Any) -> Rule:
    values: dict[str, Any] = {
        "code": "N67",
        "name": "药品区分性别使用",
        "family": "ATTR",
        "shape": "line",
        "definition": "只适用于一种性别的药品",
        "grade": "suspected",
        "stages": Stages(order="remind", settlement="remind", review="doubt"),
        "basis": (REGULATION,),
        "applies": "line.fund_paid AND patient.sex IN ('1', '2')",
        "violates": "NOT listed(knowledge.listed, patient.sex)",
        "message": "{item}只适用于{listed}性患者，与患者性别不符。",
        "advice": "核对患者身份和开立的项目。",
    }
    return Rule(**{**values, **changes})


def daily_rule(**changes: Any) -> Rule:
    """No more than two on one day, whoever orders them: it needs the patient's history."""
    values: dict[str, Any] = {
        "code": "N27",
        "name": "医疗服务项目限定频次",
        "family": "QTY",
        "shape": "patient_total",
        "definition": "一日限次",
        "grade": "violation",
        "stages": Stages(order="remind", settlement="block", review="doubt"),
        "basis": (REGULATION,),
        "options": {"window": "day"},
        "violates": "measure.count > knowledge.cap",
        "measured": "measure.count",
        "limit": "knowledge.cap",
        "message": "{item}一天用了{measured:number}次，最多{limit:number}次。",
        "advice": "撤销多开的。",
    }
    return Rule(**{**values, **changes})


KNOWLEDGE = (
    Knowledge("N67", "N67-1-aaaa", FEMALE_DRUG, listed="|2|"),
    Knowledge("N27", "N27-8-bbbb", DAILY_SERVICE, cap=2),
)


def rulebook(
    rules: Sequence[Rule] | None = None,
    knowledge: Sequence[Knowledge] = KNOWLEDGE,
    evidence: Sequence[Evidence] = (),
) -> Rulebook:
    chosen = [sex_rule(), daily_rule()] if rules is None else rules
    return compile_rulebook(chosen, KnowledgeBase("snapshot-1", tuple(knowledge), tuple(evidence)))


def keeper(compiled: Rulebook | None = None) -> Keeper:
    book = compiled or rulebook()
    made = Keeper(Source(lambda: "1", lambda: book), fresh_seconds=3600)
    made.refresh()
    return made


def order(number: str, item: str = PLAIN_DRUG, **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "rx_id": number,
        "rxno": "CF1",
        "grpno": "",
        "long_drord_flag": "0",
        "hilist_type": "201" if item[0].isdigit() else "101",
        "chrg_type": "05" if item[0].isdigit() else "09",
        "drord_bhvr": "1",
        "hilist_code": item,
        "hilist_name": "目录名称" + item[-4:],
        "hilist_lv": "02",
        "hilist_pric": "",
        "hosplist_code": "YN001",
        "hosplist_name": "院内名称",
        "cnt": "2",
        "pric": "12.50",
        "sumamt": 25.00,
        "ownpay_amt": 0,
        "selfpay_amt": 0,
        "spec": "10mg×24片/盒",
        "spec_unt": "盒",
        "drord_begn_date": "2026-11-22 09:30:00",
        "drord_stop_date": "",
        "drord_dept_codg": "0301",
        "drord_dept_name": "妇科",
        "drord_dr_codg": "D520100000001",
        "drord_dr_name": "某医师",
        "drord_dr_profttl": "233",
        "curr_drord_flag": "1",
        "extend_order_map": {"o_prdDays": "7"},
    }
    return {**values, **changes}


def encounter(number: str, orders: Sequence[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "mdtrt_id": number,
        "medins_id": HOSPITAL,
        "medins_name": "某某医院",
        "medins_admdvs": "520100",
        "medins_type": "A1",
        "medins_lv": "2",
        "adm_date": "2026-11-22 08:00:00",
        "dscg_date": "",
        "dscg_main_dise_codg": "I10.x00",
        "dscg_main_dise_name": "高血压",
        "fsi_diagnose_dtos": [
            {
                "dise_id": "1",
                "inout_dise_type": "1",
                "maindise_flag": "1",
                "dias_srt_no": "1",
                "dise_codg": "I10.x00",
                "dise_name": "高血压",
                "dise_date": "2026-11-22 08:10:00",
            }
        ],
        "adm_dept_codg": "03",
        "adm_dept_name": "妇科",
        "med_mdtrt_type": "1",
        "med_type": "11",
        "fsi_order_dtos": list(orders),
        "matn_stas": "1",
        "medfee_sumamt": "25.00",
        "setl_totlnum": "1",
        "insutype": "310",
        "reim_flag": "2",
        "out_setl_flag": "0",
        "fsi_operation_dtos": [],
        "his_md_cnt": "",
    }
    return {**values, **changes}


def data(
    encounters: Sequence[dict[str, Any]],
    *,
    patient: str = "P0001",
    sex: str = "1",
    current: str | None = None,
    **changes: Any,
) -> dict[str, Any]:
    return {
        "data": {
            "syscode": "HIS",
            "task_id": "T1",
            "trig_scen": "5",
            "patient_dtos": [
                {
                    "patn_id": patient,
                    "patn_name": NAME,
                    "gend": sex,
                    "brdy": "1980-05-06",
                    "poolarea": "520100",
                    "curr_mdtrt_id": current or encounters[0]["mdtrt_id"],
                    "fsi_encounter_dtos": list(encounters),
                    "fsi_his_data_dto": {},
                }
            ],
            **changes,
        }
    }


@dataclass
class Hospital:
    """An institution's system that calls the application directly."""

    credentials: Credentials
    application: NationalApplication
    sent: int = 0
    status: str = ""
    last: dict[str, Any] = field(default_factory=dict)

    def call(
        self,
        infno: str,
        body: dict[str, Any],
        *,
        path: str = "/fsi/api/fsi/callService",
        message_id: str | None = None,
        headers: dict[str, str] | None = None,
        **changes: Any,
    ) -> dict[str, Any]:
        self.sent += 1
        message = {
            "infno": infno,
            "msgid": message_id or f"{HOSPITAL}20261122100000{self.sent:04d}",
            "mdtrtarea_admvs": "520100",
            "insuplc_admdvs": "520100",
            "recer_sys_code": "MBS_LOCAL",
            "infver": "V1.0",
            "opter_type": "1",
            "opter": "001",
            "opter_name": "某收费员",
            "inf_time": "2026-11-22 10:00:00",
            "fixmedins_code": HOSPITAL,
            "fixmedins_name": "某某医院",
            "sign_no": "",
            "unheard_of": {"ignored": True},
            "input": body,
            **changes,
        }
        return self.post(json.dumps(message).encode(), path=path, headers=headers)

    def post(
        self, raw: bytes, *, path: str = "/fsi/api/3101", headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_LENGTH": str(len(raw)),
            "wsgi.input": io.BytesIO(raw),
        }
        for name, value in (headers or self.signed()).items():
            environ["HTTP_" + name.upper().replace("-", "_")] = value
        [body] = self.application(environ, self._start)
        self.last = json.loads(body)
        return self.last

    def signed(self, **changes: str) -> dict[str, str]:
        headers = {
            "_api_access_key": self.credentials.access_key,
            "_api_name": "fsi",
            "_api_timestamp": str(clock.now_ms()),
            "_api_version": "1.0.0",
            **changes,
        }
        headers["_api_signature"] = csb_signature(headers, self.credentials.secret)
        return headers

    def _start(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status = status


def nobody(environ: dict[str, Any], start: Any) -> list[bytes]:
    start("404 Not Found", [])
    return [b"null"]
