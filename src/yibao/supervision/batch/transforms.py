"""The closed list of transforms from a source column to a canonical one, as DuckDB texts.

A value that cannot be read becomes NULL; whether that loses the row is decided by the reader
(``reading.py``). Money and quantities go through DECIMAL, never through floating point.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

_DATES = "['%Y%m%d', '%Y%m%d%H%M%S', '%Y/%m/%d', '%Y/%m/%d %H:%M:%S', '%Y-%m-%d %H:%M']"
INTEGERS = frozenset({"BIGINT", "INTEGER", "SMALLINT", "TINYINT"})
_TEXTS = {"VARCHAR", "BLOB"}


def _text(column: str, kind: str) -> str:
    del kind
    return f"nullif(trim(CAST({column} AS VARCHAR)), '')"


def _integer(column: str, kind: str) -> str:
    if kind in INTEGERS:
        return f"CAST({column} AS BIGINT)"
    return f"TRY_CAST({_text(column, kind)} AS BIGINT)"


def _boolean(column: str, kind: str) -> str:
    if kind == "BOOLEAN":
        return column
    return (
        f"CASE WHEN lower({_text(column, kind)}) IN ('1', 'true', 't', 'y', '是') THEN TRUE "
        f"WHEN lower({_text(column, kind)}) IN ('0', 'false', 'f', 'n', '否') THEN FALSE END"
    )


def _moment(column: str, kind: str) -> str:
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return f"CAST({column} AS TIMESTAMP)"
    text = _text(column, kind)
    return f"coalesce(TRY_CAST({text} AS TIMESTAMP), try_strptime({text}, {_DATES}))"


def _date(column: str, kind: str) -> str:
    return f"CAST(CAST({_moment(column, kind)} AS DATE) - DATE '1970-01-01' AS BIGINT)"


def _minute(column: str, kind: str) -> str:
    return f"CAST(floor(epoch({_moment(column, kind)}) / 60) AS BIGINT)"


def _scaled(scale: int) -> Callable[[str, str], str]:
    def text(column: str, kind: str) -> str:
        given = _text(column, kind) if kind in _TEXTS else column
        return f"CAST(round(TRY_CAST({given} AS DECIMAL(24, 8)) * {scale}) AS BIGINT)"

    return text


def _positive(column: str, kind: str) -> str:
    return f"coalesce(TRY_CAST({_text(column, kind)} AS DECIMAL(24, 8)) > 0, TRUE)"


def _coded(words: Mapping[str, str | int], length: int = 9) -> Callable[[str, str], str]:
    def text(column: str, kind: str) -> str:
        given = f"substr({_text(column, kind)}, 1, {length})"
        whens = " ".join(
            f"WHEN '{code}' THEN {word if isinstance(word, int) else repr(word)}"
            for code, word in words.items()
        )
        return f"CASE {given} {whens} END"

    return text


_LEVELS = {str(code): level for level, codes in {
    3: (1, 2, 3, 4, 12), 2: (5, 6, 7, 13), 1: (8, 9, 10, 14), 0: (11,),
}.items() for code in codes}  # fmt: skip
_SETTINGS = {code: setting for setting, codes in {
    "outpatient": "11 12 13 14 15 16 51 53 81 99",
    "inpatient": "21 22 23 24 25 26 27 28 29 52 71",
    "pharmacy": "18 41",
}.items() for code in codes.split()}  # fmt: skip
_KINDS = {
    "101": "drug", "102": "decoction", "103": "drug", "104": "drug", "106": "decoction",
    "201": "service", "301": "consumable",
}  # fmt: skip

TRANSFORMS: Mapping[str, Callable[[str, str], str]] = {
    "text": _text,
    "integer": _integer,
    "boolean": _boolean,
    "date": _date,
    "minute": _minute,
    "fen": _scaled(100),
    "quantity": _scaled(10_000),
    "price": _scaled(1_000_000),
    "positive": _positive,
    "sex": _coded({"1": "1", "2": "2"}),
    "level": _coded(_LEVELS),
    "setting": _coded(_SETTINGS, 2),
    "kind": _coded(_KINDS),
}
"""``level``, ``setting`` and ``kind`` read the national tables 医院等级, 医疗类别 and 目录类别."""
