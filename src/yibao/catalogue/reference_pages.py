"""Reference pages about the whole: services, errors, parameters. Nobody edits them."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from importlib.resources import files

import yaml

from yibao.catalogue.directory import groups
from yibao.catalogue.documentation import error_table
from yibao.catalogue.markdown import code, page, table
from yibao.catalogue.possible_errors import ErrorType
from yibao.catalogue.service import AnyService
from yibao.kernel.errors import DomainError
from yibao.reference import parameters
from yibao.reference.parameters import NATION, Parameter, Value
from yibao.reference.regions import exists, full_name

# The kernel keeps an error beside the function that raises it; all others have an errors.py.
_KERNEL = "yibao.kernel."


def services_page(declared: Mapping[str, AnyService]) -> str:
    """Return the page of the 114 services, each with its state."""
    sections = []
    for group, entries in groups().items():
        rows = [
            (
                entry.number,
                f"[{entry.name}](services/{entry.operation}.md)"
                if entry.operation in declared
                else entry.name,
                code(entry.operation),
                f"{entry.working_days}个工作日" if entry.working_days else "即时",
                "已开通" if entry.operation in declared else "未开通",
            )
            for entry in entries
        ]
        headers = ("序号", "事项", "op_id", "时限", "状态")
        sections.append([f"## {group}", "", *table(headers, rows)])
    total = sum(len(entries) for entries in groups().values())
    return page(["# 服务事项", "", f"接入指南共{total}项，已开通{len(declared)}项。"], *sections)


def errors_page() -> str:
    """Return the page of every error that the platform can answer with, by first part of code."""
    by_area: dict[str, list[ErrorType]] = {}
    for error in all_errors():
        by_area.setdefault(error.code.split(".", 1)[0], []).append(error)
    introduction = [
        "# 错误码总表",
        "",
        "错误码永远不变，程序按它判断；“原因”和“怎么办”可以直接给人看，"
        "花括号里的内容由平台填上当时的情况。",
    ]
    sections = [
        [f"## {area}", "", *error_table(errors)] for area, errors in sorted(by_area.items())
    ]
    return page(introduction, *sections)


def all_errors() -> list[ErrorType]:
    """Return every concrete error of the platform, ordered by code."""
    import yibao

    for module in pkgutil.walk_packages(yibao.__path__, "yibao."):
        if _may_declare_errors(module.name):
            importlib.import_module(module.name)
    concrete = {error for error in _descendants(DomainError) if "code" in vars(error)}
    declared = [error for error in concrete if _may_declare_errors(error.__module__)]
    return sorted(declared, key=lambda error: (error.code, error.__name__))


def _may_declare_errors(module: str) -> bool:
    """Tell whether errors may stand there; so the page does not depend on what was imported."""
    is_a_place = module.endswith("errors") or module.startswith(_KERNEL)
    return is_a_place and module.startswith("yibao.") and ".tests" not in module


def _descendants(error: ErrorType) -> Iterator[ErrorType]:
    for child in error.__subclasses__():
        yield child
        yield from _descendants(child)


def parameters_page() -> str:
    """Return the page of all policy numbers: value, region, dates, source, whether checked."""
    by_domain: dict[str, list[Parameter]] = {}
    for parameter in all_parameters():
        by_domain.setdefault(parameter.name.split(".", 1)[0], []).append(parameter)
    unverified = sum(not v.is_verified for p in all_parameters() for v in p.values)
    introduction = [
        "# 政策参数",
        "",
        "代码里没有政策数字：期限、比例、限额都在各领域的 `parameters/*.yaml`，"
        "每个值写明从哪天起、在哪里、依据什么、有没有核对过。",
        "",
        f"还有{unverified}个值没有核对，上线前由省局逐个确认。",
    ]
    sections = [
        [f"## {domain}", "", *table(_HEADERS, [_row(p, v) for p in found for v in p.values])]
        for domain, found in sorted(by_domain.items())
    ]
    return page(introduction, *sections)


_HEADERS = ("参数", "名称", "值", "单位", "地区", "起", "止（不含）", "依据", "已核对")


def all_parameters() -> list[Parameter]:
    """Return every declared policy number, ordered by name."""
    import yibao

    names = []
    for package in pkgutil.iter_modules(yibao.__path__):
        folder = files("yibao").joinpath(package.name, "parameters")
        if package.ispkg and folder.is_dir():
            for path in folder.iterdir():
                if path.name.endswith(".yaml"):
                    body = yaml.safe_load(path.read_text(encoding="utf-8"))
                    names += [f"{package.name}.{key}" for key in body]
    return [parameters.parameter(name) for name in sorted(names)]


def _row(parameter: Parameter, value: Value) -> tuple[object, ...]:
    known = value.region != NATION and exists(value.region)
    return (
        code(parameter.name),
        parameter.label,
        value.value,
        parameter.unit,
        full_name(value.region) if known else ("全国" if value.region == NATION else value.region),
        value.since,
        value.until or "",
        value.source,
        "是" if value.is_verified else "否",
    )
