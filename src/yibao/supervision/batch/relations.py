"""The relations that the SQL texts read, made over the source tables.

Source tables ``source_patient``, ``source_encounter``, ``source_line``, ``source_diagnosis``,
``source_operation``, ``knowledge_row`` and ``evidence`` have the columns of ``records.py`` and
``points.py``.
"""

from __future__ import annotations

from importlib.resources import files

from yibao.supervision.records import Encounter, Line, Patient
from yibao.supervision.vocabulary import columns_of

TYPES = {"integer": "BIGINT", "text": "VARCHAR", "boolean": "BOOLEAN"}

CALENDAR = "(year({d}) * 10000 + month({d}) * 100 + day({d}))"  # 20261122, as in derived.py


def definition(record: type, *, extra: str = "") -> str:
    """Return the column list of a table for a record type."""
    columns = ", ".join(
        f"{column.name} {TYPES[column.kind]}" for column in columns_of(record).values()
    )
    return f"({extra}{columns})"


LINE_SUMS = (
    "(SELECT encounter_id, CAST(sum(amount) AS BIGINT) AS lines_amount, count(*) AS line_count "
    "FROM source_line GROUP BY encounter_id)"
)


def encounter_view(line_sums: str = LINE_SUMS) -> str:
    """Return the view ``encounter``: the columns of an encounter and its patient, completed.

    ``line_sums`` is a relation with the sums over an encounter's lines.
    """
    text = files("yibao.supervision.batch").joinpath("relations.sql").read_text(encoding="utf-8")
    return text.format(age_years=_years("e.start_day", "p.born_on"), line_sums=line_sums)


def line_view(
    name: str, *, where: str = "TRUE", source: str = "source_line", key: str = "encounter_id"
) -> str:
    """Return the view of lines that carry the columns of their encounter and patient.

    ``key`` is what joins ``source`` with ``encounter``: the batch has numbers for it.
    """
    encounter = [c for c in columns_of(Encounter) if c not in {"encounter_id", "patient_id"}]
    patient = [c for c in columns_of(Patient) if c != "patient_id"]
    own = ", ".join(
        f"e.{c}" if c == "encounter_id" else f"l.{c}"
        for c in columns_of(Line)
        if c not in {"age_years", "age_days"}
    )
    wide = ", ".join(
        [f"e.{c} AS encounter_{c}" for c in encounter]
        + [f"e.patient_{c} AS patient_{c}" for c in patient]
    )
    return (
        f"CREATE OR REPLACE VIEW {name} AS SELECT {own}, {ages('l.day', 'e.patient_born_on')}, "
        f"e.patient_id AS patient_id, e.institution_id AS institution_id, {wide} "
        f"FROM {source} l JOIN encounter e ON e.{key} = l.{key} WHERE {where}"
    )


def ages(day: str, born: str) -> str:
    """Return the columns of a line's ages; unknown before birth."""
    known = f"{born} <= {day}"
    return (
        f"CASE WHEN {known} THEN {_years(day, born)} END AS age_years, "
        f"CASE WHEN {known} THEN {day} - {born} END AS age_days"
    )


EVIDENCE_KEY = """
CREATE OR REPLACE VIEW evidence_key AS
SELECT DISTINCT encounter_id, key FROM (
  SELECT encounter_id, 'D:' || code AS key FROM source_diagnosis
  UNION ALL SELECT encounter_id, 'D:' || substr(code, 1, 5) FROM source_diagnosis
  UNION ALL SELECT encounter_id, 'D:' || substr(code, 1, 3) FROM source_diagnosis
  UNION ALL SELECT encounter_id, 'M:' || code FROM source_diagnosis WHERE is_main
  UNION ALL SELECT encounter_id, 'M:' || substr(code, 1, 5) FROM source_diagnosis WHERE is_main
  UNION ALL SELECT encounter_id, 'M:' || substr(code, 1, 3) FROM source_diagnosis WHERE is_main
  UNION ALL SELECT encounter_id, 'O:' || code FROM source_operation
  UNION ALL SELECT encounter_id, 'N:' || code FROM source_operation WHERE is_main
  UNION ALL SELECT encounter_id, 'I:' || item_code FROM source_line
    WHERE 'I:' || item_code IN (SELECT key FROM evidence)
) keys
"""


def _years(day: str, born: str) -> str:
    """Return the completed years between two day numbers, as ``derived.age_on`` counts them."""
    dates = (f"(DATE '1970-01-01' + CAST({column} AS INTEGER))" for column in (day, born))
    numbers = [CALENDAR.format(d=known) for known in dates]
    return f"CAST(floor(({numbers[0]} - {numbers[1]}) / 10000) AS BIGINT)"
