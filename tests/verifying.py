"""A pytest plugin that keeps, for each service, which of its tests passed: ``yibao services verify``."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path

import pytest

from yibao.catalogue.service import Service

ANSWER = "YIBAO_VERIFICATION"
"""The environment names the file for the answer."""

_found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
_operation_of: dict[str, str] = {}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Note which test is about which service."""
    for item in items:
        values = getattr(item, "callspec", None)
        for value in values.params.values() if values else ():
            if isinstance(value, Service):
                _operation_of[item.nodeid] = value.operation
        if values and "operation" in values.params:
            _operation_of[item.nodeid] = str(values.params["operation"])


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep how a test ended."""
    operation = _operation_of.get(report.nodeid)
    is_end = report.when == "call" or (report.when == "setup" and not report.passed)
    if operation and is_end:
        name = report.nodeid.split("::")[-1].split("[")[0]
        _found[operation][name].append(report.outcome)


def pytest_sessionfinish() -> None:
    """Write what was found."""
    if path := os.environ.get(ANSWER):
        Path(path).write_text(json.dumps(_found), encoding="utf-8")
