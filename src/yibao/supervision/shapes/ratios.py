"""The two sums of an indicator, as the rules' options write them."""

from __future__ import annotations

from yibao.supervision.expressions import parse
from yibao.supervision.records import Encounter, Patient
from yibao.supervision.shapes.compiled import CompiledRules, NameColumn
from yibao.supervision.vocabulary import columns_of


def terms(
    compiled: CompiledRules, column: NameColumn, *, aliases: frozenset[str]
) -> dict[str, str]:
    """Return SQL for ``options.numerator`` and ``options.denominator``, and the wide columns.

    A rule without the option counts what is in its scope.

    Raises:
        ExpressionRefused: an option is not an expression over ``aliases``.
    """
    return {
        "numerator": _chosen(compiled, "numerator", column, aliases),
        "denominator": _chosen(compiled, "denominator", column, aliases),
        "encounter_columns": ",\n    ".join(wide_encounter()),
    }


def wide_encounter() -> list[str]:
    """Return the columns of ``encounter`` under the names that the relation ``line`` has for them."""
    own = [f"encounter.{name}" for name in ("encounter_id", "patient_id", "institution_id")]
    wide = [
        f"encounter.{name} AS encounter_{name}"
        for name in columns_of(Encounter)
        if name not in {"encounter_id", "patient_id"}
    ]
    return own + wide + [f"encounter.patient_{n}" for n in columns_of(Patient) if n != "patient_id"]


def _chosen(
    compiled: CompiledRules, option: str, column: NameColumn, aliases: frozenset[str]
) -> str:
    texts = {}
    for rule in compiled.rules:
        given = str(rule.options.get(option, "1"))
        texts[rule.code] = "1" if given == "1" else parse(given, allowed=aliases).sql(column)
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    whens = " ".join(f"WHEN '{code}' THEN {text}" for code, text in texts.items())
    return f"CASE knowledge.rule {whens} END"
