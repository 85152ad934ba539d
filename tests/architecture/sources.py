"""The source of the platform, read once, for the rules that the tests here hold it to."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = ("src", "config", "bench", "sdk/python/src")
_NOT_OURS = {"tests", "migrations", "vendor", "node_modules"}


@dataclass(frozen=True)
class Source:
    """One Python file; ``name`` is its path from the root of the repository."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Return the parsed file."""
        return ast.parse(self.text)

    @property
    def lines(self) -> list[str]:
        """Return the lines."""
        return self.text.splitlines()

    @property
    def module(self) -> ModuleType:
        """Import and return the module; only for files below ``src``."""
        parts = Path(self.name).relative_to("src").with_suffix("").parts
        return importlib.import_module(".".join(p for p in parts if p != "__init__"))

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Yield every function and method."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def _read() -> Iterator[Source]:
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if not _NOT_OURS & set(path.parts):
                yield Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))


SOURCES = list(_read())
PLATFORM = [source for source in SOURCES if source.name.startswith("src/yibao/")]
