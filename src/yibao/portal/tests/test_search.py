from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from yibao.catalogue.directory import directory
from yibao.portal import search


def _names(query: str) -> list[str]:
    return [each.entry.name for each in search.find(query)]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("外地看病", "异地长期居住人员备案登记"),
        ("生孩子", "生育津贴支付"),
        ("买药", "处方购药"),
        ("余额", "个人账户信息"),
        ("新农合", "城乡居民参保登记"),
        ("高血压", "基本医疗保险参保人员享受门诊慢特病病种待遇认定-申办"),
        ("卧床", "失能申请"),
        ("办到哪了", "受理类服务进度查询"),
    ],
)
def test_plain_words_find_what_is_meant(said: str, meant: str) -> None:
    assert meant in _names(said)


def test_the_exact_name_comes_first() -> None:
    assert _names("生育津贴支付")[0] == "生育津贴支付"


def test_a_group_finds_all_of_its_services() -> None:
    assert len([e for e in search.find("长护险服务") if e.entry.group == "长护险服务"]) == 7


def test_every_service_is_found_by_its_own_name() -> None:
    for entry in directory().values():
        assert entry.name in _names(entry.name)[:3], entry.name


def test_nothing_is_found_for_nothing() -> None:
    assert search.find("") == []
    assert search.find("   ") == []


def test_every_plain_word_means_something_of_the_directory() -> None:
    text = files("yibao.portal").joinpath("data/plain_words.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    everything = "".join(entry.name + entry.group for entry in directory().values())
    assert len({row["said"] for row in rows}) == len(rows)
    for row in rows:
        assert any(word in everything for word in row["meant"].split()), row
