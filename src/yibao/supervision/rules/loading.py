"""All rules from their files, checked strictly. Nothing half right is ever loaded."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec
import yaml

from yibao.supervision.rules import checks, yaml_files
from yibao.supervision.rules.declaration import Rule
from yibao.supervision.rules.directory import directory
from yibao.supervision.rules.errors import RuleFileWrong

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FOLDERS = ("national", "local")
_PLACE = re.compile(r" - at `\$\.?(?P<place>[^`]*)`")


@cache
def load_rules() -> dict[str, Rule]:
    """Return every rule by its code, national ones first; a fifth of a second, once a process.

    Raises:
        RuleFileWrong: a file cannot be used; the error names file and field.
    """
    rules: dict[str, Rule] = {}
    for path in _paths():
        rule = rule_of(path.name, path.read_text(encoding="utf-8"))
        if rule.code in rules:
            raise RuleFileWrong(file=path.name, place="code", problem=f"{rule.code}已有另一个文件")
        rules[rule.code] = rule
    missing = [code for code in directory() if code not in rules]
    if missing:
        raise RuleFileWrong(
            file="rules", place="目录", problem=f"{'、'.join(missing)}在目录中而没有文件"
        )
    return rules


def rule_of(name: str, text: str) -> Rule:
    """Return the rule that the text of one file declares.

    Raises:
        RuleFileWrong: the text is no rule, or the rule contradicts itself or the directory.
    """
    try:
        rule = msgspec.convert(yaml_files.read(text), Rule)
    except yaml.YAMLError as error:
        raise _not_yaml(name, error) from error
    except msgspec.ValidationError as error:
        raise _not_valid(name, str(error)) from error
    for place, problem in checks.problems(name, rule):
        raise RuleFileWrong(file=name, place=place, problem=problem)
    return rule


def _paths() -> list[Traversable]:
    root = files("yibao.supervision.rules")
    return [
        path
        for folder in FOLDERS
        for path in sorted((root / folder).iterdir(), key=lambda path: path.name)
        if path.name.endswith(".yaml")
    ]


def _not_yaml(name: str, error: yaml.YAMLError) -> RuleFileWrong:
    mark: Any = getattr(error, "problem_mark", None)
    place = f"第{mark.line + 1}行" if mark else "内容"
    return RuleFileWrong(
        file=name, place=place, problem=f"不是有效的YAML（{getattr(error, 'problem', error)}）"
    )


def _not_valid(name: str, text: str) -> RuleFileWrong:
    match = _PLACE.search(text)
    place = match["place"] if match and match["place"] else "内容"
    return RuleFileWrong(file=name, place=place, problem=_PLACE.sub("", text))
