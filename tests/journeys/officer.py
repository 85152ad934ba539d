"""Run by the tests in a process of its own: an officer asks an applicant for a correction."""

from __future__ import annotations

import os
import sys

import django


def main() -> None:
    """Read case number, material and what is wrong with it, and send the case back."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from yibao.casework import decisions
    from yibao.casework.decisions import Problem
    from yibao.casework.models import Case

    number, material, what = sys.argv[1:]
    case = Case.objects.get(number=number)
    problem = Problem(case_material_name(case.operation, material), what, material)
    decisions.request_correction(case.id, [problem], officer="tests", row_version=case.row_version)


def case_material_name(operation: str, code: str) -> str:
    """Return the name of a material of a service."""
    from yibao.catalogue import registry

    material = registry.services()[operation].material(code)
    assert material is not None
    return material.name


if __name__ == "__main__":
    main()
