"""Thousands of damaged messages: never a defect, always an answer in the national form."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

from yibao.national.tests.messages import (
    DAILY_SERVICE,
    FEMALE_DRUG,
    Hospital,
    data,
    encounter,
    order,
)

ROUNDS = 2000
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**30, "", " ", "x", "\0", "9" * 400, "2026-99-99", "０１",
    "1e999", "-0", [], {}, [[]], [None], {"a": 1}, "漢" * 3000, -0.0, 1e308,
)  # fmt: skip


def message() -> dict[str, Any]:
    orders = [order("R1", FEMALE_DRUG), *(order(f"R{n}", DAILY_SERVICE) for n in (2, 3, 4))]
    return data([encounter("M0", [order("Q1")]), encounter("M1", orders)], current="M1")


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(node, dict):
        for key, value in node.items():
            found += places(value, (*path, key))
    elif isinstance(node, list):
        for key, value in enumerate(node):
            found += places(value, (*path, key))
    return found


def damaged(chance: random.Random) -> dict[str, Any]:
    body = copy.deepcopy(message())
    for _ in range(chance.randint(1, 3)):
        path = chance.choice(places(body))
        node: Any = body
        for step in path[:-1]:
            node = node[step]
        if chance.random() < 0.2 and isinstance(node, dict):
            del node[path[-1]]
        else:
            node[path[-1]] = chance.choice(STRANGE)
        if not body:
            break
    return body


def test_a_damaged_message_never_meets_a_defect(hospital: Hospital) -> None:
    chance = random.Random(3101)
    refused = 0
    for number in range(ROUNDS):
        body = damaged(chance)
        answer = hospital.call(chance.choice(["3101", "3102"]), body)
        told = answer["err_msg"] + answer["warn_msg"]
        assert answer["infcode"] in (0, -1), number
        assert "出错" not in told, (number, told, json.dumps(body, ensure_ascii=False)[:3000])
        assert "没有应答" not in told, (number, told)
        refused += answer["infcode"] == -1
    assert 0 < refused < ROUNDS


def test_a_damaged_envelope_never_meets_a_defect(hospital: Hospital) -> None:
    chance = random.Random(3103)
    whole = json.dumps({"infno": "3101", "msgid": "m", "input": message()}).encode()
    for _ in range(500):
        raw = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        answer = hospital.post(bytes(raw[: chance.randint(1, len(raw))]))
        assert "出错" not in answer["err_msg"] + answer["warn_msg"]


def test_a_damaged_feedback_never_meets_a_defect(hospital: Hospital) -> None:
    hospital.call("3101", message())
    numbers = [result["jr_id"] for result in hospital.last["output"]["result"]]
    assert numbers
    chance = random.Random(31030)
    for _ in range(500):
        warns = [{"warn_rslt_id": n, "dspo_way": "1", "dspo_way_rea": "理由"} for n in numbers]
        body: dict[str, Any] = {"data": {"warn_type": "1", "warns": warns}}
        path = chance.choice(places(body))
        node: Any = body
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = chance.choice(STRANGE)
        answer = hospital.call("3103", body)
        assert "出错" not in answer["err_msg"], body
        assert "暂时" not in answer["err_msg"], body
