"""What is made from a declaration: errors, results, diagrams, schema, snapshot, page."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

from yibao.catalogue import possible_errors
from yibao.catalogue.directory import directory
from yibao.catalogue.documentation import service_page
from yibao.catalogue.example_bodies import agent_of, plain_body
from yibao.catalogue.flow_diagram import Transition, flow_diagram, state_diagram
from yibao.catalogue.markdown import table
from yibao.catalogue.openapi_bodies import answers_schema, body_schema, code_tables_of
from yibao.catalogue.result_fields import result_fields
from yibao.catalogue.service import Example
from yibao.catalogue.snapshot import check_name, snapshot_text
from yibao.catalogue.tests.sample import SAMPLE, SampleAnswers, TooRed, give, not_too_red

TRANSITIONS = [Transition("待受理", "受理", "审核中"), Transition("审核中", "通过", "已办结")]


def test_an_error_is_found_behind_a_table_of_rules() -> None:
    assert possible_errors.errors_of(not_too_red) == [TooRed]
    assert possible_errors.errors_of(partial(not_too_red)) == [TooRed]
    assert possible_errors.errors_of(give) == []


def test_an_error_that_is_only_caught_is_not_one_that_is_told() -> None:
    def careful() -> bool:
        try:
            give(None)  # type: ignore[arg-type]
        except TooRed:
            return False
        return True

    assert possible_errors.errors_of(careful) == []


def test_a_service_can_refuse_what_its_questions_refuse() -> None:
    codes = {error.code for error in possible_errors.errors_of_service(SAMPLE)}
    assert {"sample.too_red", "form.not_a_choice", "form.not_a_phone", "form.required"} <= codes
    assert "form.region_elsewhere" in codes
    assert not [code for code in codes if code.startswith(("keys.", "crypto.", "reference."))]


def test_the_result_is_listed_value_by_value() -> None:
    rows = {row.path: row for row in result_fields(SAMPLE)}
    assert list(rows) == ["number", "lines", "lines[].colour", "lines[].until"]
    assert rows["lines[].until"].label == "到期日"
    assert (rows["lines[].until"].type, rows["lines[].until"].may_be_missing) == ("日期", True)
    assert rows["lines[].colour"].type == "`blue`、`red`"


def test_a_condition_becomes_an_if_with_then_and_else() -> None:
    schema = answers_schema(SampleAnswers)
    assert schema["required"] == ["colour", "sex", "starts_on", "count"]
    assert schema["allOf"] == [
        {
            "if": {"properties": {"colour": {"enum": ["red"]}}, "required": ["colour"]},
            "then": {"required": ["shade"]},
            "else": {"properties": {"shade": False}},
        }
    ]


def test_a_long_code_table_is_referred_to_and_a_short_one_is_spelled_out() -> None:
    properties = answers_schema(SampleAnswers)["properties"]
    assert properties["sex"]["enum"] == ["1", "2"]
    assert properties["ethnic_group"]["$ref"].endswith("code_table.ethnic_group")
    assert code_tables_of([SAMPLE]) == ["ethnic_group"]


def test_the_level_that_a_service_needs_is_the_lowest_that_is_taken() -> None:
    schema = body_schema(SAMPLE)
    assert schema["properties"]["identity"]["properties"]["level"]["enum"] == ["L3"]
    assert schema["required"] == ["subject", "identity", "answers"]


def test_an_example_travels_with_its_people() -> None:
    example = Example("孩子", person="李小明", agent="李四", materials={"proof": "upload"})
    body = plain_body(SAMPLE, example, today=date(2026, 1, 2), file_id="f-1")
    assert body["agent"]["relation"] == "5"  # type: ignore[index]
    assert body["materials"] == [{"code": "proof", "source": "upload", "file_id": "f-1"}]
    assert agent_of(SAMPLE.examples[0]) is None
    assert "answers" not in body


def test_the_diagram_shows_steps_refusal_and_review() -> None:
    text = "\n".join(flow_diagram(SAMPLE.workflow))
    assert text.startswith("flowchart LR")
    assert all(step in text for step in SAMPLE.workflow.template.steps)
    assert "核验不通过" in text
    assert "3个工作日" in text


def test_the_diagram_of_states_begins_and_ends() -> None:
    lines = state_diagram(TRANSITIONS, "待受理")
    assert "  [*] --> state0" in lines
    assert "  state0 --> state1: 受理" in lines
    assert "  state2 --> [*]" in lines


def test_a_snapshot_is_the_same_whenever_it_is_made() -> None:
    assert snapshot_text([SAMPLE]) == snapshot_text([SAMPLE])
    (service,) = json.loads(snapshot_text([SAMPLE]))["services"]
    assert service["workflow"]["checks"] == [{"name": "not_too_red", "errors": ["sample.too_red"]}]
    assert [field["name"] for field in service["fields"]] == list(SampleAnswers.fields())
    assert service["materials"][0]["when"] == {"field": "colour", "values": ["blue"]}


def test_a_check_is_named_whether_it_is_a_function_or_a_part_of_one() -> None:
    assert check_name(not_too_red) == check_name(partial(not_too_red)) == "not_too_red"


def test_the_page_tells_everything_that_is_declared() -> None:
    page = service_page(SAMPLE, transitions=TRANSITIONS)
    told = [
        "# 样例",
        "测试〔2026〕1号",
        "“颜色”为红时必填",
        "`proof`",
        "`sample.too_red`",
        "太红了。",
    ]
    told += ["stateDiagram-v2", "./yibao call sample --sandbox", "`lines[].until`", "12393"]
    assert [part for part in told if part not in page] == []


def test_a_page_counts_the_days_of_an_example_from_a_day_that_it_names() -> None:
    page = service_page(SAMPLE, transitions=TRANSITIONS)
    assert '"starts_on": "2026-12-01"' in page
    assert "例中的日期以2026-11-22为当天：`starts_on` 是当天之后第9天" in page
    assert '"starts_on":"today+9"' in page  # the command holds on any day


def test_a_cell_of_a_table_stays_one_cell() -> None:
    assert table(["a"], [["x|y\nz"]]) == ["| a |", "|---|", "| x\\|y z |"]
    assert table(["a"], []) == ["无。"]


def test_the_sample_is_no_service_of_the_platform() -> None:
    assert SAMPLE.operation not in directory()
