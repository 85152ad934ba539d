"""A small register of made-up institutions and agencies in the nine prefectures of 贵州.

No name, code, address or telephone is a real one; the places lie somewhere in the real cities.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from yibao.platform.clock import CHINA
from yibao.platform.database import Sql
from yibao.providers.actions import save_agency, turn_agreement
from yibao.providers.details import AgencyRow, Agreement, InstitutionRow, Opening, Stamp
from yibao.providers.importing import import_institutions
from yibao.providers.kinds import AgencyLevel, Capability, ProviderKind
from yibao.providers.states import AgreementState
from yibao.reference import regions

HOSPITAL, PHARMACY = "H52010000001", "P52010000001"
"""The hospital and the pharmacy of 贵阳市, open for everything."""
SUSPENDED, EXPIRED = "P52010000003", "P52010000004"
"""Two pharmacies of 贵阳市 that no search shows."""
PLACE = (106_713_478, 26_578_343)
"""The middle of 贵阳市, in millionths of a degree."""
DISEASES = ("M03900", "M01600")
"""Codes of two chronic diseases, as the demonstration uses them."""


@dataclass(frozen=True)
class _City:
    """A prefecture: its code, how people call it, and the middle of its seat."""

    region: str
    name: str
    longitude: int
    latitude: int


_CITIES = (
    _City("520100", "贵阳市", *PLACE),
    _City("520200", "六盘水市", 104_830_000, 26_593_000),
    _City("520300", "遵义市", 106_927_000, 27_726_000),
    _City("520400", "安顺市", 105_947_000, 26_253_000),
    _City("520500", "毕节市", 105_292_000, 27_284_000),
    _City("520600", "铜仁市", 109_190_000, 27_731_000),
    _City("522300", "黔西南州", 104_906_000, 25_092_000),
    _City("522600", "黔东南州", 107_981_000, 26_567_000),
    _City("522700", "黔南州", 107_518_000, 26_258_000),
)
_FOR_HOSPITALS = (
    Capability.OUTPATIENT_POOLING,
    Capability.DUAL_CHANNEL,
    Capability.CHRONIC_CARE,
    Capability.REMOTE_PROVINCE,
    Capability.REMOTE_NATIONAL,
    Capability.PRESCRIPTION,
    Capability.INTERNET_DIAGNOSIS,
    Capability.INSURANCE_CODE,
)
_FOR_PHARMACIES = (
    Capability.OUTPATIENT_POOLING,
    Capability.DUAL_CHANNEL,
    Capability.CHRONIC_CARE,
    Capability.PRESCRIPTION,
    Capability.INSURANCE_CODE,
    Capability.ROUND_THE_CLOCK,
)
_HOURS = "周一至周五9:00—17:00，法定节假日除外"
_CLEAR = (
    "DELETE FROM provider_capability WHERE provider_id IN "
    "(SELECT id FROM provider WHERE code = ANY(%s))",
    "DELETE FROM provider_agreement WHERE provider_id IN "
    "(SELECT id FROM provider WHERE code = ANY(%s))",
)


def seed(sql: Sql, today: date) -> None:
    """Make the register hold the made-up institutions and agencies as they are meant to be."""
    stamp = Stamp("system", "", datetime.combine(today, time(9), CHINA))
    rows = list(institutions(today))
    for statement in _CLEAR:
        sql.execute(statement, ([row.code for row in rows],))
    import_institutions(sql, rows, stamp=stamp)
    turn_agreement(sql, SUSPENDED, AgreementState.SUSPENDED, day=today, stamp=stamp)
    for agency in agencies():
        save_agency(sql, agency, stamp=stamp)


def institutions(today: date) -> Iterator[InstitutionRow]:
    """Return the made-up institutions, with agreements of this year."""
    for city in _CITIES:
        yield _hospital(city, today)
        yield _clinic(city, today)
        yield _pharmacy(city, today, number=1, openings=_FOR_PHARMACIES)
        yield _pharmacy(city, today, number=2, openings=(Capability.INSURANCE_CODE,))
    guiyang = _CITIES[0]
    yield _pharmacy(guiyang, today, number=3, openings=_FOR_PHARMACIES, name="测试中止药店")
    last_year = date(today.year - 1, 12, 31)
    yield _pharmacy(guiyang, last_year, number=4, openings=_FOR_PHARMACIES, name="测试到期药店")


def agencies() -> Iterator[AgencyRow]:
    """Return the made-up agencies: one of the province, one of each prefecture, one of a county."""
    yield AgencyRow(
        code="JB520000",
        name="贵州省测试医疗保障事务中心",
        level=AgencyLevel.PROVINCE,
        region="520000",
        address="贵州省贵阳市测试路1号",
        phone="12393",
        place=PLACE,
        working_hours=_HOURS,
    )
    for city in _CITIES:
        yield _agency(city)
    yield AgencyRow(
        code="JB520103",
        name="云岩区测试医疗保障服务大厅",
        level=AgencyLevel.COUNTY,
        region="520103",
        address="贵州省贵阳市云岩区测试路3号",
        phone="12393",
        place=(PLACE[0] + 4_000, PLACE[1] + 20_000),
        working_hours=_HOURS,
        operations=("resident_enrol", "resident_info_change", "remote_long_file"),
    )


def _agency(city: _City) -> AgencyRow:
    return AgencyRow(
        code=f"JB{city.region}",
        name=f"{city.name}测试医疗保障事务中心",
        level=AgencyLevel.PREFECTURE,
        region=city.region,
        address=f"{regions.full_name(city.region)}测试路2号",
        phone="12393",
        place=(city.longitude + 1_000, city.latitude + 1_000),
        working_hours=_HOURS,
    )


def _hospital(city: _City, today: date) -> InstitutionRow:
    recognition = [
        Opening(
            capability=Capability.CHRONIC_RECOGNITION,
            starts_on=_opened_on(today),
            disease_code=code,
        )
        for code in DISEASES
    ]
    return InstitutionRow(
        code=f"H{city.region}00001",
        kind=ProviderKind.HOSPITAL,
        name=f"{city.name}测试人民医院",
        region=_seat(city),
        address=f"{regions.full_name(_seat(city))}测试路100号",
        phone="000-00000001",
        place=(city.longitude + 2_000, city.latitude),
        level="2",
        opening_hours="门诊8:00—17:30，急诊24小时",
        departments="内科、外科、妇产科、儿科、中医科",
        licence_number=f"测试互联网{city.region}",
        url=f"https://hospital-{city.region}.example",
        agreements=(_agreement(f"H{city.region}00001", today),),
        openings=(*_openings(_FOR_HOSPITALS, today), *recognition),
    )


def _clinic(city: _City, today: date) -> InstitutionRow:
    return InstitutionRow(
        code=f"H{city.region}00002",
        kind=ProviderKind.CLINIC,
        name=f"{city.name}测试社区卫生服务中心",
        region=_seat(city),
        address=f"{regions.full_name(_seat(city))}测试路20号",
        phone="000-00000002",
        place=(city.longitude, city.latitude + 10_000),
        level="11",
        opening_hours="8:30—17:30",
        departments="全科医疗科、预防保健科",
        agreements=(_agreement(f"H{city.region}00002", today),),
        openings=_openings(
            (Capability.OUTPATIENT_POOLING, Capability.REMOTE_PROVINCE, Capability.INSURANCE_CODE),
            today,
        ),
    )


def _pharmacy(
    city: _City,
    today: date,
    *,
    number: int,
    openings: tuple[Capability, ...],
    name: str = "",
) -> InstitutionRow:
    code = f"P{city.region}{number:05}"
    return InstitutionRow(
        code=code,
        kind=ProviderKind.PHARMACY,
        name=f"{city.name}{name or f'测试大药房{number}号店'}",
        region=_seat(city),
        address=f"{regions.full_name(_seat(city))}测试路{30 + number}号",
        phone=f"000-0000001{number}",
        place=(city.longitude + 1_000 * number, city.latitude - 5_000 * number),
        opening_hours="00:00—24:00" if Capability.ROUND_THE_CLOCK in openings else "8:00—22:00",
        agreements=(_agreement(code, today),),
        openings=_openings(openings, today),
    )


def _seat(city: _City) -> str:
    return regions.children(city.region)[0].code


def _opened_on(today: date) -> date:
    return date(today.year, 1, 1)


def _agreement(code: str, today: date) -> Agreement:
    first, last = _opened_on(today), date(today.year, 12, 31)
    return Agreement(number=f"{code}-{today.year}", starts_on=first, ends_on=last)


def _openings(capabilities: tuple[Capability, ...], today: date) -> tuple[Opening, ...]:
    opened_on = _opened_on(today)
    return tuple(Opening(capability=each, starts_on=opened_on) for each in capabilities)
