import ast
import sys
from pathlib import Path

import yibao_client

SOURCE = Path(yibao_client.__file__).parent


def test_every_public_name_exists_and_they_are_sorted() -> None:
    assert yibao_client.__all__ == sorted(yibao_client.__all__)
    assert [name for name in yibao_client.__all__ if not hasattr(yibao_client, name)] == []


def test_the_package_stands_alone() -> None:
    """It is installed by channels, which do not have the platform's own package."""
    allowed = {"cryptography", "__future__"}
    imported = {
        name.split(".")[0]
        for file in SOURCE.glob("*.py")
        for name in _absolute_imports(ast.parse(file.read_text("utf-8")))
    }
    assert "yibao" not in imported
    third_party = imported - sys.stdlib_module_names
    assert third_party <= allowed


def _absolute_imports(tree: ast.Module) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.append(node.module)
    return names
