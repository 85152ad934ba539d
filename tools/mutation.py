"""Put each seeded bug into one evaluator and see the parity tests fail: ``make mutation``.

``src/yibao/supervision/tests/mutations.yaml`` lists the bugs: file, old text, new text, tests. Each
is tried in a copy of the sources, one after the other; the work tree is never touched. A bug that
no test notices ends the run with exit code 1 and its name.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml
from rich.console import Console
from rich.progress import Progress

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "src/yibao/supervision/tests/mutations.yaml"
SUPERVISION = Path("src/yibao/supervision")


def main() -> None:
    """Try every bug whose file contains one of the arguments (all without arguments)."""
    console = Console(width=120)
    bugs = [bug for bug in yaml.safe_load(LIST.read_text()) if _is_chosen(bug["file"])]
    survivors = 0
    with tempfile.TemporaryDirectory() as folder, Progress(console=console) as progress:
        copy = _copy(Path(folder))
        if not _passes(copy, sorted({name for bug in bugs for name in bug["tests"].split()})):
            sys.exit("The parity tests fail without any seeded bug: mend them first.")
        task = progress.add_task("seeded bugs", total=len(bugs))
        for bug in bugs:
            started = time.monotonic()
            caught = not _survives(copy, bug)
            word = "caught  " if caught else "SURVIVED"
            console.print(
                f"{word} {_title(bug)} ({time.monotonic() - started:.1f} s)", markup=False
            )
            survivors += not caught
            progress.advance(task)
    console.print(f"{len(bugs) - survivors} of {len(bugs)} seeded bugs caught")
    sys.exit(1 if survivors else 0)


def _is_chosen(name: str) -> bool:
    return not sys.argv[1:] or any(part in name for part in sys.argv[1:])


def _title(bug: dict[str, str]) -> str:
    old, new = (" ".join(bug[part].split())[:60] for part in ("old", "new"))
    return f"{bug['file']}: {old}  =>  {new or '(nothing)'}"


def _copy(folder: Path) -> Path:
    """Copy what the parity tests read: the sources, without caches and data."""
    for part in ("src", "config"):
        shutil.copytree(
            ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__", "static")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    # Looking for the smallest failing example takes minutes and says nothing here.
    strategies = folder / SUPERVISION / "tests/parity/strategies.py"
    text = strategies.read_text().replace(
        "PARITY = settings(", "PARITY = settings(\n    phases=[Phase.generate],"
    )
    strategies.write_text(
        "from hypothesis import Phase\n" + text.replace("from __future__ import annotations\n", "")
    )
    return folder


def _survives(copy: Path, bug: dict[str, str]) -> bool:
    path = copy / SUPERVISION / bug["file"]
    whole = path.read_text()
    if whole.count(bug["old"]) != 1:
        sys.exit(f"The text to replace is not there exactly once: {_title(bug)}")
    path.write_text(whole.replace(bug["old"], bug["new"], 1))
    try:
        return _passes(copy, bug["tests"].split())
    finally:
        path.write_text(whole)


def _passes(copy: Path, tests: list[str]) -> bool:
    """Run the tests on the copy; Hypothesis draws the same examples each time."""
    command = [
        sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "-p", "no:cacheprovider",
        "-c", str(copy / "pyproject.toml"), "--rootdir", str(copy), "--hypothesis-seed=0",
        *(str(copy / SUPERVISION / "tests" / name) for name in tests),
    ]  # fmt: skip
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(str(copy / part) for part in ("src", ".")),
        "PYTHONDONTWRITEBYTECODE": "1",
        "YIBAO_DATA": os.environ.get("YIBAO_DATA", str(ROOT / "var" / "test")),
    }
    done = subprocess.run(command, env=environment, cwd=copy, capture_output=True, check=False)  # noqa: S603
    if done.returncode not in (0, 1):
        sys.exit(done.stdout.decode()[-2000:] + done.stderr.decode()[-2000:])
    return done.returncode == 0


if __name__ == "__main__":
    main()
