"""Messages of 3101 as a hospital sends them, any number of orders, one in four known to a rule."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from itertools import islice
from typing import Any

from yibao.supervision.generation.invented import invented_codes
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.knowledge.codes import kind_of

KNOWN_SHARE = 0.25
CARELESS_SHARE = 0.15
"""Of the known lines: drawn from everything that is restricted, most of them a finding."""
USUAL_RULES = frozenset({"N25", "N27", "N15", "N31", "N23"})
"""Rules about everyday services: looked at each time, rarely broken."""
CATALOGUE = 20_000
LIST_TYPES = {"drug": "101", "decoction": "102", "service": "201", "consumable": "301"}
CHARGES = {"drug": "09", "decoction": "10", "service": "05", "consumable": "08"}
DIAGNOSES = ("I63.900", "I10.x00", "E11.900")


class Messages:
    """Draws messages; the same seed gives the same ones."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        rows = [row for row in load_shipped().rows if row.code and kind_of(row.code) in LIST_TYPES]
        self.known = sorted({str(row.code) for row in rows})
        self.usual = sorted({str(row.code) for row in rows if row.rule in USUAL_RULES})
        self.unknown = list(islice(invented_codes(self.chance), CATALOGUE))

    def message(self, lines: int) -> bytes:
        """Return the ``input`` of one 3101 with so many orders, most within one stay of a week."""
        person = f"{self.chance.randrange(10**12):012d}"
        encounter = f"M{self.chance.randrange(10**20):020d}"
        orders = [self._order(number, encounter) for number in range(lines)]
        total = sum(order["sumamt"] for order in orders)
        patient = {
            "patn_id": f"5200{person}", "patn_name": "测试", "gend": self.chance.choice("12"),
            "brdy": f"{self.chance.randrange(1940, 2024)}-05-17", "poolarea": "520100",
            "curr_mdtrt_id": encounter, "fsi_encounter_dtos": [self._encounter(encounter, orders, total)],
        }  # fmt: skip
        return json.dumps(
            {"data": {"trig_scen": "5", "patient_dtos": [patient]}}, ensure_ascii=False
        ).encode()

    def codes(self, lines: int) -> list[str]:
        """Return item codes for so many orders."""
        return [self.chance.choice(self._drawer()) for _ in range(lines)]

    def _drawer(self) -> list[str]:
        if self.chance.random() >= KNOWN_SHARE:
            return self.unknown
        return self.known if self.chance.random() < CARELESS_SHARE else self.usual

    def _encounter(
        self, encounter: str, orders: Sequence[dict[str, Any]], total: float
    ) -> dict[str, Any]:
        return {
            "mdtrt_id": encounter, "medins_id": "H52010000001", "medins_name": "某医院",
            "medins_admdvs": "520100", "medins_type": "A1", "medins_lv": "2", "wardno": "12",
            "adm_date": "2026-03-02 08:30:00", "dscg_date": "2026-03-09 10:00:00",
            "dscg_main_dise_codg": DIAGNOSES[0], "dscg_main_dise_name": "脑梗死",
            "fsi_diagnose_dtos": [
                {
                    "dise_id": f"{encounter}-{place}", "inout_dise_type": "1",
                    "maindise_flag": "1" if place == 0 else "0", "dias_srt_no": str(place + 1),
                    "dise_codg": code, "dise_name": "诊断", "dise_date": "2026-03-02 08:40:00",
                }
                for place, code in enumerate(DIAGNOSES)
            ],
            "dr_codg": "D520101000123", "adm_dept_codg": "A03.03", "adm_dept_name": "神经内科",
            "dscg_dept_codg": "A03.03", "dscg_dept_name": "神经内科", "med_mdtrt_type": "2",
            "med_type": "21", "fsi_order_dtos": list(orders), "matn_stas": "1",
            "medfee_sumamt": round(total, 2), "ownpay_amt": 0, "selfpay_amt": 0,
            "setl_totlnum": 1, "insutype": "310", "reim_flag": "2", "out_setl_flag": "0",
            "fsi_operation_dtos": [],
        }  # fmt: skip

    def _order(self, number: int, encounter: str) -> dict[str, Any]:
        code = self.codes(1)[0]
        kind = kind_of(code) or "service"
        price = round(self.chance.uniform(0.5, 300), 2)
        count = self.chance.randrange(1, 4)
        day = self.chance.randrange(2, 9)
        return {
            "rx_id": f"{encounter}-{number:05d}", "rxno": f"R{day:02d}{number // 5:04d}",
            "grpno": "1", "long_drord_flag": "0", "hilist_type": LIST_TYPES[kind],
            "chrg_type": CHARGES[kind], "drord_bhvr": "1", "hilist_code": code,
            "hilist_name": "医保目录名称", "hilist_dosform": "片剂", "hilist_lv": "01",
            "hilist_pric": price, "lv3_hosp_item_pric": price, "hilist_memo": "",
            "hosplist_code": f"L{number:08d}", "hosplist_name": "院内名称", "hosplist_dosform": "",
            "cnt": count, "pric": price, "sumamt": round(count * price, 2), "ownpay_amt": 0,
            "selfpay_amt": 0, "spec": "0.25g×12片/盒", "spec_unt": "盒",
            "drord_begn_date": f"2026-03-{day:02d} {self.chance.randrange(7, 22):02d}:15:00",
            "drord_stop_date": "", "drord_dept_codg": "A03.03", "drord_dept_name": "神经内科",
            "drord_dr_codg": "D520101000123", "drord_dr_name": "某医师", "drord_dr_profttl": "232",
            "curr_drord_flag": "1",
        }  # fmt: skip
