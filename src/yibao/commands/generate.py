"""``yibao generate``: everything that is made from the declarations, written anew or compared."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from yibao.casework.states import TRANSITIONS
from yibao.catalogue import reference_pages, registry
from yibao.catalogue.documentation import service_page
from yibao.catalogue.flow_diagram import Transition
from yibao.catalogue.markdown import code, page, table
from yibao.catalogue.snapshot import snapshot_text
from yibao.commands.main import ROOT
from yibao.commands.setting_descriptions import SETTINGS
from yibao.gateway import openapi
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.rules.documentation import supervision_pages
from yibao.supervision.rules.loading import load_rules

REFERENCE = Path("docs/reference")
SERVICE_PAGES = REFERENCE / "services"
SUPERVISION_PAGES = REFERENCE / "supervision"


def run(arguments: Sequence[str]) -> int:
    """Write what has changed; with ``--check`` only tell what would, exit code 1 if anything."""
    parser = argparse.ArgumentParser(prog="yibao generate")
    parser.add_argument("--check", action="store_true", help="只比较，不写；有差异时退出码为 1")
    is_check = parser.parse_args(arguments).check
    files = generated_files()
    stale = stale_files(ROOT, files)
    for path in stale:
        if not is_check:
            _write(ROOT / path, files.get(path))
        print(f"{'过期' if is_check else '已更新'}  {path}")
    if stale and is_check:
        print(f"\n{len(stale)}个文件与代码不一致。运行 make generate 后提交。", file=sys.stderr)
        return 1
    return 0


def generated_files() -> dict[Path, str]:
    """Return every generated file, by its path from the root of the repository."""
    services = registry.services()
    transitions = [
        Transition(before.label, step.label, after.label)
        for (before, step), after in TRANSITIONS.items()
    ]
    pages = {
        SERVICE_PAGES / f"{operation}.md": service_page(service, transitions=transitions)
        for operation, service in services.items()
    }
    pages |= {
        SUPERVISION_PAGES / name: text
        for name, text in supervision_pages(load_rules(), load_shipped()).items()
    }
    return pages | {
        Path("catalogue.json"): snapshot_text(list(services.values())),
        REFERENCE / "openapi.json": openapi.document_text(),
        REFERENCE / "services.md": reference_pages.services_page(services),
        REFERENCE / "errors.md": reference_pages.errors_page(),
        REFERENCE / "parameters.md": reference_pages.parameters_page(),
        REFERENCE / "settings.md": settings_page(),
    }


def stale_files(root: Path, files: dict[Path, str]) -> list[Path]:
    """Return the files that differ from what they should be, or should not be there."""
    differing = {path for path, text in files.items() if _content(root / path) != text}
    folders = (SERVICE_PAGES, SUPERVISION_PAGES)
    found = {path.relative_to(root) for folder in folders for path in (root / folder).glob("*.md")}
    return sorted(differing | (found - files.keys()))


def settings_page() -> str:
    """Return the page of all environment variables."""
    rows = [
        (code(each.name), each.default, "是" if each.is_secret else "", each.meaning)
        for each in SETTINGS
    ]
    introduction = [
        "# 设置",
        "",
        "全部来自环境变量，缺省值就能在一台机器上运行。写错的值、没有人读的 `YIBAO_` 变量"
        "会让平台拒绝启动，并说出变量名。",
        "",
        "任何变量 `X` 都可以改设 `X_FILE`，值写在那个文件里；保密的变量应当这样设。",
    ]
    return page(introduction, table(("变量", "缺省值", "保密", "含义"), rows))


def _content(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _write(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
