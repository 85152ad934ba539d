"""What a supervision rule declares. A rule is a YAML file in ``rules/national`` or ``rules/local``.

The attributes are those of the national rule library, 2025 edition: definition, result, time
window, institution level and type, setting, insurance type, stage, basis, dates, region, status.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from msgspec import Struct, field

Grade = Literal["violation", "suspected"]
"""明确违规: may be refused at once. 可疑: the institution is heard before payment is decided."""

Action = Literal["none", "remind", "block", "doubt"]
Charge = Literal["all", "excess", "none"]
Status = Literal["on", "trial", "off"]
Shape = Literal[
    "line",
    "diagnosis",
    "operation",
    "encounter",
    "evidence",
    "perioperative",
    "prescription",
    "visit_total",
    "patient_total",
    "pair",
    "overlap",
    "bundle",
    "discount",
    "step",
    "encounter_pair",
    "visits",
    "institution_metric",
    "encounter_metric",
    "stock",
    "trace_code",
]


class Stages(Struct, frozen=True, forbid_unknown_fields=True):
    """What happens at order entry (事前), at settlement (事中) and in the review after (事后)."""

    order: Action = "none"
    settlement: Action = "none"
    review: Action = "none"


class Basis(Struct, frozen=True, forbid_unknown_fields=True):
    """A document and its article: what the finding rests on."""

    document: str
    article: str = ""


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: header, family, shape, expressions and examples.

    ``applies`` says which records are in scope, ``violates`` what is wrong, ``measured`` and
    ``limit`` which two numbers a reader compares; all four are texts of the expression language.
    ``by_code`` tells that the rule speaks about coded items, diagnoses or operations in the
    knowledge base; otherwise it has one knowledge row of its own, made from ``limits``.
    """

    code: str
    name: str
    family: str
    shape: Shape
    definition: str
    grade: Grade
    stages: Stages
    message: str
    advice: str
    violates: str = "TRUE"
    applies: str = "TRUE"
    measured: str = ""
    limit: str = ""
    by_code: bool = True
    options: dict[str, Any] = field(default_factory=dict)
    """What the shape asks for beyond expressions, such as ``window: day``."""
    limits: dict[str, str] = field(default_factory=dict)
    """Columns of the rule's own knowledge row: name of the dated parameter that holds each."""
    charge: Charge = "all"
    number: int | None = None
    national_code: str | None = None
    time_window: str = ""
    institution_levels: tuple[int, ...] = ()
    institution_types: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    insurance_types: tuple[str, ...] = ()
    basis: tuple[Basis, ...] = ()
    valid_from: date = date(2025, 1, 1)
    valid_to: date | None = None
    region: str = "000000"
    status: Status = "on"
    monotone: bool = True
    """True where later records can only add findings; otherwise a rerun may close one."""
    examples: tuple[dict[str, Any], ...] = ()
