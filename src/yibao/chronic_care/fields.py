"""The questions that only this package asks: a disease, a hospital, the number of a recognition."""

from __future__ import annotations

import re

from yibao.catalogue.field import Field
from yibao.catalogue.field_types import Code, Text
from yibao.chronic_care import diseases, errors
from yibao.kernel import identifiers

RECOGNITION_NUMBER_KIND = "CR"
_HOSPITAL_CODE = re.compile(r"H[0-9]{11}")


class DiseaseCode(Code):
    """A disease of the catalogue that the package ships."""

    def __init__(self, label: str = "病种", *, hint: str = "") -> None:
        super().__init__(label, table="chronic_disease", hint=hint)
        self.example = "M03900"

    def parse_text(self, text: str) -> str:
        """Look the disease up."""
        code = text.upper()
        if code not in diseases.catalogue():
            raise errors.DiseaseUnknown(at=self.path)
        return code

    def display(self, value: str) -> str:
        """Return the name of the disease."""
        return diseases.name_of(value)

    def options(self) -> dict[str, str]:
        """Return the diseases with their names."""
        return {code: disease.name for code, disease in diseases.catalogue().items()}

    def schema(self) -> dict[str, object]:
        """Add the codes and their names."""
        options = self.options()
        return Field.schema(self) | {"enum": list(options), "x-labels": options}


class HospitalCode(Text):
    """The number of a designated hospital: H, then eleven digits."""

    def __init__(self, label: str, *, hint: str = "") -> None:
        super().__init__(label, most=20, hint=hint, example="H52010000011")

    def parse_text(self, text: str) -> str:
        """Check the shape; whether the hospital is there, its register tells."""
        code = super().parse_text(text).upper()
        if not _HOSPITAL_CODE.fullmatch(code):
            raise errors.HospitalCodeWrong(at=self.path)
        return code


class RecognitionNumber(Text):
    """The number of a recognition, as it stands on the notice."""

    def __init__(self) -> None:
        super().__init__(
            "认定编号",
            most=40,
            hint="只认定了一个病种时不用填",
            example="CR520103202611220000017R",
        )

    def parse_text(self, text: str) -> str:
        """Put typing slips right and check the check character."""
        return identifiers.check_document_number(super().parse_text(text), at=self.path).text
