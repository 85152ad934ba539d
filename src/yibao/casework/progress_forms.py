"""What is asked about, and told of, the progress of cases (docs/reference/services.md, item 114)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from yibao.casework.states import CaseState
from yibao.catalogue.choices import Choices
from yibao.catalogue.field import when
from yibao.catalogue.field_types import Choice, Date, Integer, Text
from yibao.catalogue.form import Form
from yibao.catalogue.optional_when import optional_when

Title = msgspec.Meta
MOST_ROWS = 50
"""Rows of one page at most (docs/explanation/domain.md 1.2, B-PG)."""
ROWS = 10
_LAST_PAGE = 1000


class SearchBy(Choices):
    """How the person looks for a case."""

    NUMBER = "number", "按受理编号"
    LIST = "list", "我的全部办件"


class ProgressQuestion(Form):
    """By the number on the receipt, or one's own list with filters."""

    search_by = Choice("查询方式", SearchBy, example="list")
    case_number = when(
        search_by.is_(SearchBy.NUMBER),
        Text("受理编号", least=22, most=30, hint="印在回执和受理通知书上，共22位。"),
    )
    certificate_end = when(
        search_by.is_(SearchBy.NUMBER),
        Text("证件号码后4位", least=4, most=4, personal=True, example="002X"),
    )
    service = optional_when(
        search_by.is_(SearchBy.LIST),
        Text("事项", most=60, hint="事项的接口名称。", example="resident_enrol"),
    )
    state = optional_when(search_by.is_(SearchBy.LIST), Choice("状态", CaseState))
    submitted_from = optional_when(search_by.is_(SearchBy.LIST), Date("提交日期从"))
    submitted_until = optional_when(
        search_by.is_(SearchBy.LIST), Date("提交日期到", hint="含当天。")
    )
    page = optional_when(
        search_by.is_(SearchBy.LIST),
        Integer("第几页", least=1, most=_LAST_PAGE, example="1"),
    )
    page_size = optional_when(
        search_by.is_(SearchBy.LIST),
        Integer("每页几条", least=1, most=MOST_ROWS, hint=f"不填为{ROWS}条。", example="10"),
    )


class ProgressDocument(msgspec.Struct, frozen=True):
    """A notice that was issued in the case."""

    name: Annotated[str, Title(title="文书")]
    code: Annotated[str, Title(title="核验码")]
    issued_on: Annotated[date, Title(title="签发日期")]


class CaseProgress(msgspec.Struct, frozen=True):
    """Where one case stands. ``remaining_working_days`` is below zero when it is late."""

    case_number: Annotated[str, Title(title="受理编号")]
    operation: Annotated[str, Title(title="事项代码")]
    service_name: Annotated[str, Title(title="事项")]
    state: Annotated[str, Title(title="状态代码")]
    state_label: Annotated[str, Title(title="状态")]
    node: Annotated[str, Title(title="最近环节")]
    submitted_on: Annotated[date, Title(title="提交日期")]
    accepted_on: Annotated[date | None, Title(title="受理日期")]
    due_on: Annotated[date | None, Title(title="应办结日期")]
    remaining_working_days: Annotated[int | None, Title(title="剩余工作日")]
    is_overdue: Annotated[bool, Title(title="是否超期")]
    opinion: Annotated[str, Title(title="办理意见")]
    next_action: Annotated[str, Title(title="下一步")]
    documents: Annotated[list[ProgressDocument], Title(title="文书")]


class ProgressList(msgspec.Struct, frozen=True):
    """One page of cases, the latest first; ``total`` counts all pages."""

    total: Annotated[int, Title(title="总数")]
    page: Annotated[int, Title(title="第几页")]
    page_size: Annotated[int, Title(title="每页几条")]
    cases: Annotated[list[CaseProgress], Title(title="办件")]
