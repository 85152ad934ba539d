"""``yibao services list|verify``: the 114 services of the access guide, and whether they hold."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from yibao.catalogue import registry
from yibao.catalogue.directory import directory


def run(arguments: Sequence[str]) -> int:
    """List number, exact name, operation, group and state; or check every service."""
    parser = argparse.ArgumentParser(prog="yibao services")
    parser.add_argument("action", choices=["list", "verify"])
    parser.add_argument("--json", action="store_true", help="给程序读的格式")
    given = parser.parse_args(arguments)
    if given.action == "verify":
        from yibao.commands.services_verify import verify

        return verify(is_json=given.json)
    rows = _rows()
    if given.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    table = Table("序号", "名称", "op_id", "分组", "状态")
    for row in rows:
        table.add_row(*(str(row[key]) for key in ("number", "name", "op_id", "group", "state")))
    console = Console()
    console.print(table)
    is_open = sum(row["state"] == "open" for row in rows)
    console.print(f"共 {len(rows)} 项，已开通 {is_open} 项。")
    return 0


def _rows() -> list[dict[str, object]]:
    declared = registry.services()
    return [
        {
            "number": entry.number,
            "name": entry.name,
            "op_id": operation,
            "group": entry.group,
            "state": "open" if operation in declared else "planned",
        }
        for operation, entry in directory().items()
    ]
