"""Small files and small functions, because what rots is the file about everything."""

from __future__ import annotations

from tests.architecture.sources import SOURCES

MOST_LINES = 300
MOST_LINES_OF_A_FUNCTION = 40
# What is longer, and why it may be. An entry that is no longer needed fails the test.
LONG_FILES: dict[str, str] = {
    "src/yibao/catalogue/field_types.py": "the kinds of question, one below the other, in one list",
}
LONG_FUNCTIONS: dict[str, str] = {}


def test_no_file_is_longer_than_300_lines() -> None:
    long = {source.name for source in SOURCES if len(source.lines) > MOST_LINES}
    assert long == LONG_FILES.keys()


def test_no_function_is_longer_than_40_lines() -> None:
    long = {
        f"{source.name}:{function.name}"
        for source in SOURCES
        for function in source.functions()
        if (function.end_lineno or 0) - function.lineno >= MOST_LINES_OF_A_FUNCTION
    }
    assert long == LONG_FUNCTIONS.keys()


def test_no_file_has_a_name_that_could_hold_anything() -> None:
    vague = {"utils.py", "helpers.py", "managers.py", "services.py", "common.py", "misc.py"}
    found = {source.name for source in SOURCES if source.name.rsplit("/", 1)[-1] in vague}
    assert found == {"src/yibao/commands/services.py"}  # the command that lists the 事项
