"""The OpenAPI document is well formed, complete, and true of what the platform takes and gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.catalogue.json_schema import resolve, violations
from tests.catalogue.playing import SERVICES, Stage, every_service, examples, is_good
from yibao.catalogue.example_bodies import plain_body
from yibao.catalogue.relative_days import DOCUMENTED_ON
from yibao.catalogue.service import AnyService, Example
from yibao.gateway import handlers, openapi

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = openapi.document()
_encoder = msgspec.json.Encoder(decimal_format="string")


def test_every_reference_points_to_something() -> None:
    references = [node["$ref"] for node in _nodes(DOCUMENT) if "$ref" in node]
    assert references
    for reference in references:
        assert resolve(reference, DOCUMENT)


def test_it_has_what_version_3_1_asks_for() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert {"title", "version"} <= DOCUMENT["info"].keys()
    operations = [operation for path in DOCUMENT["paths"].values() for operation in path.values()]
    names = [operation["operationId"] for operation in operations]
    assert len(set(names)) == len(names)
    for operation in operations:
        assert operation["responses"]["200"]["description"]
        assert set(operation["tags"]) <= {tag["name"] for tag in DOCUMENT["tags"]}
        assert all(status.isdigit() for status in operation["responses"])
        assert all("description" in response for response in operation["responses"].values())


def test_every_component_name_is_allowed_and_every_header_is_a_header() -> None:
    for kind in DOCUMENT["components"].values():
        assert all(name.replace(".", "").replace("_", "").isalnum() for name in kind)
    for parameter in DOCUMENT["components"]["parameters"].values():
        assert (parameter["in"], parameter["required"]) == ("header", True)
        assert parameter["name"].startswith("X-Yb-")


def test_it_describes_every_address_that_the_gateway_answers() -> None:
    described = {path.split("/")[1] for path in DOCUMENT["paths"]}
    assert described == set(handlers.ROUTES)


def test_it_describes_every_declared_service() -> None:
    paths = {f"/services/{service.operation}" for service in SERVICES}
    assert paths == {path for path in DOCUMENT["paths"] if path.startswith("/services/")}


@every_service
def test_a_service_lists_its_refusals_under_their_status(service: AnyService) -> None:
    responses = DOCUMENT["paths"][f"/services/{service.operation}"]["post"]["responses"]
    codes = {code for response in responses.values() for code in response.get("x-error-codes", [])}
    assert {"gateway.signature_wrong", "form.unknown_field", "identity.level_too_low"} <= codes
    assert {example.fails_with for example in service.examples} - {""} <= codes


@pytest.mark.parametrize(("service", "example"), examples())
def test_the_request_of_a_good_example_fits_its_schema(
    service: AnyService, example: Example
) -> None:
    schema = _body_schema(service)
    wrong = violations(plain_body(service, example, today=DOCUMENTED_ON), schema, DOCUMENT)
    if not example.fails_with:
        assert wrong == []
    elif example.fails_with in {"form.required", "form.unknown_field"}:
        assert wrong  # the schema knows as well as the form what has to be answered


@every_service
def test_a_request_with_a_surprise_does_not_fit(service: AnyService) -> None:
    body = plain_body(service, service.examples[0], today=DOCUMENTED_ON) | {"surprise": 1}
    assert "additionalProperties: surprise" in violations(body, _body_schema(service), DOCUMENT)


@pytest.mark.django_db(databases=["default", "sandbox"])
@every_service
def test_the_answer_of_a_good_example_fits_its_schema(stage: Stage, service: AnyService) -> None:
    example = next(filter(is_good, service.examples))
    outcome = stage.play(service, example)
    content = {"request_id": "r-1", "result": outcome.result}
    if not service.workflow.is_query:
        content |= handlers._application(service, outcome)  # the very dictionary that is sent
    answer = json.loads(_encoder.encode(content))
    operation = DOCUMENT["paths"][f"/services/{service.operation}"]["post"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert violations(answer, schema, DOCUMENT) == []


def test_the_document_holds_nothing_of_this_machine() -> None:
    text = openapi.document_text()
    assert str(ROOT) not in text
    assert "127.0.0.1" not in text
    assert text == openapi.document_text()


def test_the_public_answer_is_the_document() -> None:
    headers, body = openapi.published()
    assert json.loads(body) == json.loads(openapi.document_text())
    assert dict(headers)["Content-Length"] == str(len(body))


def _body_schema(service: AnyService) -> dict[str, Any]:
    operation = DOCUMENT["paths"][f"/services/{service.operation}"]["post"]
    schema: dict[str, Any] = operation["requestBody"]["content"]["application/json"]["schema"]
    return schema


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item)
