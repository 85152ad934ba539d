"""What each of the public services looks for; a declaration names one of these functions."""

from __future__ import annotations

from yibao.catalogue.case import Case
from yibao.providers.forms import (
    HospitalQuestion,
    InternetHospitalQuestion,
    PharmacyQuestion,
    PoolingPharmacyQuestion,
    PrescriptionQuestion,
    RecognitionQuestion,
)
from yibao.providers.kinds import Capability, MedicalKind, ProviderKind
from yibao.providers.queries import Filter, found
from yibao.providers.results import FoundProviders

_MEDICAL = tuple(kind.value for kind in MedicalKind)
_PHARMACY = (ProviderKind.PHARMACY.value,)
_EVERY = tuple(kind.value for kind in ProviderKind)


def _chosen(capability: str | None) -> tuple[tuple[str, str], ...]:
    return ((capability, ""),) if capability else ()


def pharmacies(case: Case[PharmacyQuestion]) -> FoundProviders:
    """Return designated pharmacies."""
    chosen = _chosen(case.answers.capability)
    return found(case, Filter(what="定点药店", kinds=_PHARMACY, capabilities=chosen))


def hospitals(case: Case[HospitalQuestion]) -> FoundProviders:
    """Return designated hospitals and clinics."""
    kind = case.answers.kind
    wanted = Filter(
        what="定点医疗机构",
        kinds=(kind.value,) if kind else _MEDICAL,
        capabilities=_chosen(case.answers.capability),
        level=case.answers.level or "",
    )
    return found(case, wanted)


def pooling_pharmacies(case: Case[PoolingPharmacyQuestion]) -> FoundProviders:
    """Return designated pharmacies that are open for outpatient pooling."""
    opened = _chosen(Capability.OUTPATIENT_POOLING.value)
    wanted = Filter(what="已开通门诊统筹的药店", kinds=_PHARMACY, capabilities=opened)
    return found(case, wanted)


def recognising_hospitals(case: Case[RecognitionQuestion]) -> FoundProviders:
    """Return hospitals that recognise chronic diseases, or the one that was named."""
    opened = ((Capability.CHRONIC_RECOGNITION.value, (case.answers.disease_code or "").upper()),)
    wanted = Filter(what="慢特病认定医院", kinds=_MEDICAL, capabilities=opened)
    return found(case, wanted)


def prescription_providers(case: Case[PrescriptionQuestion]) -> FoundProviders:
    """Return institutions that take part in the circulation of prescriptions."""
    kind = case.answers.kind
    wanted = Filter(
        what="开通电子处方流转的定点机构",
        kinds=(kind.value,) if kind else _EVERY,
        capabilities=(
            (Capability.PRESCRIPTION.value, ""),
            *_chosen(case.answers.capability),
        ),
    )
    return found(case, wanted)


def internet_hospitals(case: Case[InternetHospitalQuestion]) -> FoundProviders:
    """Return hospitals whose diagnoses by internet are settled with the insurance."""
    opened = _chosen(Capability.INTERNET_DIAGNOSIS.value)
    wanted = Filter(what="开通互联网诊疗医保结算的医院", kinds=_MEDICAL, capabilities=opened)
    return found(case, wanted)
