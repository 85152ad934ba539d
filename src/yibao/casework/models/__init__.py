"""Tables of casework."""

from yibao.casework.models.assessment import Assessment, Expert
from yibao.casework.models.case import Case, CaseEvent, CaseMaterial
from yibao.casework.models.mandate import Mandate, PledgeBreach
from yibao.casework.notices.models import Notice

__all__ = [
    "Assessment",
    "Case",
    "CaseEvent",
    "CaseMaterial",
    "Expert",
    "Mandate",
    "Notice",
    "PledgeBreach",
]
