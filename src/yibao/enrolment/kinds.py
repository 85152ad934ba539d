"""What an enrolment calls the person: resident kinds, and those of employees."""

from __future__ import annotations

from yibao.enrolment.forms import ResidentKind

EMPLOYED, FLEXIBLE, RETIRED = "employed", "flexible", "retired"

LABELS: dict[str, str] = {
    **{kind.value: kind.label for kind in ResidentKind},
    EMPLOYED: "在职职工",
    FLEXIBLE: "灵活就业人员",
    RETIRED: "退休人员",
}
