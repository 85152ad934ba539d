"""What the platform's code may not do, each with a because."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import PLATFORM, ROOT, SOURCES, Source

# Because tests and reviewers set the clock ("show tomorrow's rules"), there is one clock.
_CLOCK = "src/yibao/platform/clock.py"
_NOW = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
OWN_CLOCK: dict[str, str] = {
    "src/yibao/console/accounts.py": "compares with the instants that allauth took from its clock",
    "src/yibao/commands/doctor.py": "compares this machine's clock with the database's",
}

# Because a float cannot hold 0.1 yuan.
FLOATS: dict[str, str] = {
    "src/yibao/console/sign_in.py": "hours of a lock-out, no money",
    "src/yibao/supervision/batch/database.py": "a memory limit in gigabytes, no money",
    "src/yibao/commands/audit_generate.py": "the share of injected violations, no money",
}

# Because reads and writes that hide in pages and tasks are found by nobody.
_MAY_QUERY = re.compile(
    r"/(models|queries|actions|admin|registers|commands|demonstration)(/|\.py$)|/migrations/"
)
OBJECTS: dict[str, str] = {
    "src/yibao/console/guard.py": "the one door: who is signed in, with which factors",
    "src/yibao/console/roles.py": "writes our roles into the tables of django.contrib.auth",
    "src/yibao/console/sign_in.py": "accounts and factors of django.contrib.auth and allauth",
    "src/yibao/console/staff.py": "the actions on accounts of django.contrib.auth",
    "src/yibao/console/views/channels.py": "one page of channels, read with the console's own joins",
    "src/yibao/console/views/people.py": "lists accounts of django.contrib.auth",
}

# Because the names of the wire change with its documents, and ours do not.
WIRE_NAMES = (
    "psn_no", "psn_name", "psn_cert_type", "insutype", "certno", "mdtrt_id", "setl_id",
    "fixmedins_code", "fixmedins_name", "admdvs", "insuplc_admdvs", "mdtrtarea_admvs", "med_type",
    "medfee_sumamt", "hosp_lv", "emp_no", "brdy", "gend", "naty", "infno", "inf_time", "msgid",
)  # fmt: skip
_WIRE = re.compile(rf"(?<![A-Za-z0-9])({'|'.join(WIRE_NAMES)})(?![A-Za-z0-9])", re.IGNORECASE)
# ``msgid`` is a word of the national wire and of translation files.
_MAY_NAME_THE_WIRE = re.compile(r"/(wire\.py|data/|static/vendor/|tests/)|console/translations\.py")


def test_time_comes_from_the_platforms_clock() -> None:
    found = {
        source.name
        for source in SOURCES
        if source.name.startswith(("src/", "config/")) and source.name != _CLOCK
        if any(_is_clock(call) for call in _calls(source))
    }
    assert found == OWN_CLOCK.keys()


def test_no_float_is_made() -> None:
    found = {source.name for source in PLATFORM if any(_is_float(c) for c in _calls(source))}
    assert found == FLOATS.keys()


def test_the_database_is_asked_in_queries_and_actions_only() -> None:
    found = {
        source.name
        for source in PLATFORM
        if not _MAY_QUERY.search(source.name) and _names_attribute(source, "objects")
    }
    assert found == OBJECTS.keys()


def test_no_name_of_the_national_wire_is_used_beyond_its_adapter() -> None:
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "src").rglob("*.html")]
    found = {
        str(path.relative_to(ROOT)): sorted(set(_WIRE.findall(text)))
        for path in files
        if not _MAY_NAME_THE_WIRE.search(str(path))
        if _WIRE.search(text := _without_docstrings(path.read_text(encoding="utf-8"), path.suffix))
    }
    assert found == {}


def test_nothing_is_printed_but_on_the_command_line() -> None:
    found = [
        source.name
        for source in PLATFORM
        if not source.name.startswith("src/yibao/commands/")
        if any(isinstance(c.func, ast.Name) and c.func.id == "print" for c in _calls(source))
    ]
    assert found == []


def test_the_kernel_and_every_rule_and_form_work_without_django() -> None:
    pure = [
        source
        for source in PLATFORM
        if "/kernel/" in source.name or source.name.endswith(("/rules.py", "/forms.py"))
    ]
    assert pure
    found = [
        source.name for source in pure if re.search(r"^(from|import) django", source.text, re.M)
    ]
    assert found == []


def _calls(source: Source) -> Iterator[ast.Call]:
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def _is_clock(call: ast.Call) -> bool:
    function = call.func
    if not isinstance(function, ast.Attribute):
        return False
    owner = function.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return (name, function.attr) in _NOW


def _is_float(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "float"


def _names_attribute(source: Source, name: str) -> bool:
    return any(isinstance(n, ast.Attribute) and n.attr == name for n in ast.walk(source.tree))


def _without_docstrings(text: str, suffix: str) -> str:
    """Return the text without docstrings, which may explain what the wire says."""
    return re.sub(r'"""[\s\S]*?"""', "", text) if suffix == ".py" else text
