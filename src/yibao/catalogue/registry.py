"""Finds every declared service: each module in a ``services`` package of a domain holds one."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from yibao.catalogue.directory import directory
from yibao.catalogue.service import AnyService, Service


class DeclarationWrong(Exception):
    """A declaration contradicts the directory of services or another declaration."""


@cache
def services() -> dict[str, AnyService]:
    """Return every declared service by operation, in the order of the directory.

    Raises:
        DeclarationWrong: two services share a number or an operation, or a name is not the one
            of the access guide.
    """
    found: dict[str, AnyService] = {}
    for module in _service_modules():
        for value in vars(importlib.import_module(module)).values():
            if isinstance(value, Service):
                _check_against_directory(value, module)
                if value.operation in found and found[value.operation] is not value:
                    raise DeclarationWrong(f"{value.operation} is declared twice.")
                found[value.operation] = value
    return dict(sorted(found.items(), key=lambda pair: pair[1].number))


def find(operation: str) -> AnyService | None:
    """Return the service with this operation name, or None."""
    return services().get(operation)


def _service_modules() -> list[str]:
    import yibao

    packages = [m.name for m in pkgutil.iter_modules(yibao.__path__) if m.ispkg]
    modules = []
    for package in packages:
        folder = f"yibao.{package}.services"
        try:
            parent = importlib.import_module(folder)
        except ModuleNotFoundError as missing:
            if missing.name != folder:
                raise
            continue
        modules += [
            f"{folder}.{m.name}" for m in pkgutil.iter_modules(getattr(parent, "__path__", ()))
        ]
    return modules


def _check_against_directory(service: AnyService, module: str) -> None:
    entry = directory().get(service.operation)
    if entry is None or (entry.number, entry.name) != (service.number, service.name):
        raise DeclarationWrong(
            f"{module}: number {service.number}, {service.name!r} is not what the directory "
            f"has for {service.operation!r}."
        )
    if not module.endswith(f".{service.operation}"):
        raise DeclarationWrong(f"{module} must be named after the operation {service.operation}.")
