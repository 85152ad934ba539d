"""Which refusals a service can answer with, found by following its functions.

A check or an effect is read as compiled: every class of error that it names, and every function
and class of ours that it calls, again and again. What hides behind a value that is only known at
run time is not found, so the list says "at least these"; an error that is caught on the way may
stand in it though it never leaves.
"""

from __future__ import annotations

import dis
import importlib
import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

from yibao.catalogue.errors import AnswerMissing, AnswerNotAsked, AnswerOfWrongKind
from yibao.catalogue.field import Field
from yibao.catalogue.service import AnyService
from yibao.kernel.errors import DomainError

ErrorType = type[DomainError]
_PACKAGE = "yibao"
# A fault in here is a defect of the installation, not something that a caller can be told.
_INSIDE = ("yibao.platform.crypto", "yibao.platform.keys", "yibao.reference")
_PARSING = ("parse", "parse_text", "normalised")
_ENTRIES = ("__init__", "__new__", "__post_init__")


def errors_of(*functions: Callable[..., Any]) -> list[ErrorType]:
    """Return the errors that these functions can raise, ordered by code."""
    waiting: list[object] = list(functions)
    seen: set[int] = set()
    found: set[ErrorType] = set()
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, type) and issubclass(thing, DomainError):
            found.add(thing)
        else:
            waiting += _what_it_uses(thing)
    return _ordered(found)


def errors_of_service(service: AnyService) -> list[ErrorType]:
    """Return the errors of a service's form, checks, review and effect, ordered by code."""
    workflow = service.workflow
    functions = [*workflow.checks, workflow.effect]
    if workflow.review is not None and workflow.review.when is not None:
        functions.append(workflow.review.when)
    found: set[ErrorType] = {*errors_of(*functions), AnswerNotAsked}
    for field in service.answers.fields().values():
        found.update(errors_of_field(field))
    return _ordered(found)


def errors_of_field(field: Field[Any]) -> list[ErrorType]:
    """Return the errors of one question."""
    parsing = [getattr(type(field), name, None) for name in _PARSING]
    found = errors_of(*(function for function in parsing if function is not None))
    return _ordered([AnswerMissing, AnswerOfWrongKind, *found])


def _ordered(found: Iterable[ErrorType]) -> list[ErrorType]:
    told = {each for each in found if hasattr(each, "code") and _ours(each)}
    return sorted(told, key=lambda each: each.code)


def _what_it_uses(thing: object) -> list[object]:
    if isinstance(thing, tuple | list):  # a table of rules
        return [item for item in thing if callable(item)]
    if isinstance(thing, partial):
        return [thing.func, *thing.args, *thing.keywords.values()]
    if isinstance(thing, MethodType):
        return [thing.__func__]
    if isinstance(thing, type):
        return (
            [vars(thing)[name] for name in _ENTRIES if name in vars(thing)] if _ours(thing) else []
        )
    function = inspect.unwrap(thing) if callable(thing) else None
    if not isinstance(function, FunctionType) or not _ours(function):
        return []
    cells = [cell.cell_contents for cell in function.__closure__ or () if _is_filled(cell)]
    return [*cells, *_named_in(function.__code__, function.__globals__)]


def _named_in(code: CodeType, names: dict[str, Any]) -> Iterator[object]:
    """Yield what the code names: globals, attributes of modules and classes, local imports."""
    current: object = None
    instructions = list(dis.get_instructions(code))
    for instruction, following in zip(instructions, [*instructions[1:], None], strict=True):
        current = _after(instruction, current, names)
        is_caught = following is not None and following.opname == "CHECK_EXC_MATCH"
        if current is not None and not is_caught:
            yield current
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _named_in(constant, names)


def _after(instruction: dis.Instruction, current: object, names: dict[str, Any]) -> object:
    if instruction.opname in {"LOAD_GLOBAL", "LOAD_NAME"}:
        return names.get(instruction.argval)
    if instruction.opname == "IMPORT_NAME":
        is_ours = instruction.argval.startswith(_PACKAGE)
        return importlib.import_module(instruction.argval) if is_ours else None
    is_attribute = instruction.opname in {"LOAD_ATTR", "LOAD_METHOD", "IMPORT_FROM"}
    if is_attribute and isinstance(current, ModuleType | type):
        return getattr(current, instruction.argval, None)
    return None


def _ours(thing: Any) -> bool:
    module = str(getattr(thing, "__module__", ""))
    return module.split(".")[0] == _PACKAGE and not module.startswith(_INSIDE)


def _is_filled(cell: Any) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:  # a variable of the enclosing function that was never set
        return False
