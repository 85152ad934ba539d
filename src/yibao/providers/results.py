"""What the services of this package give back; every text is ready for the person."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

Title = msgspec.Meta


class OpenedService(msgspec.Struct, frozen=True):
    """Something that an institution is open for on the day of the question."""

    capability: Annotated[str, Title(title="开通服务代码")]
    capability_label: Annotated[str, Title(title="开通服务")]
    disease_code: Annotated[str, Title(title="病种代码")]
    opened_on: Annotated[date, Title(title="开通日期")]
    open_until: Annotated[date | None, Title(title="最后开通日")]


class FoundProvider(msgspec.Struct, frozen=True):
    """One institution. ``distance`` is none unless the question was about a point."""

    code: Annotated[str, Title(title="机构编码")]
    name: Annotated[str, Title(title="机构名称")]
    kind: Annotated[str, Title(title="机构类别代码")]
    kind_label: Annotated[str, Title(title="机构类别")]
    level: Annotated[str, Title(title="医院等级代码")]
    level_label: Annotated[str, Title(title="医院等级")]
    region: Annotated[str, Title(title="所在地区代码")]
    region_name: Annotated[str, Title(title="所在地区")]
    address: Annotated[str, Title(title="地址")]
    phone: Annotated[str, Title(title="联系电话")]
    opening_hours: Annotated[str, Title(title="营业时间")]
    departments: Annotated[str, Title(title="诊疗科目")]
    licence_number: Annotated[str, Title(title="互联网诊疗许可")]
    url: Annotated[str, Title(title="网址")]
    longitude: Annotated[int | None, Title(title="经度（百万分之一度）")]
    latitude: Annotated[int | None, Title(title="纬度（百万分之一度）")]
    distance: Annotated[int | None, Title(title="距离（米）")]
    agreement_from: Annotated[date, Title(title="协议开始日期")]
    agreement_until: Annotated[date, Title(title="协议最后有效日")]
    opened: Annotated[list[OpenedService], Title(title="已开通的服务")]


class FoundProviders(msgspec.Struct, frozen=True):
    """One page of institutions; ``total`` counts all pages, up to 1,000."""

    total: Annotated[int, Title(title="总数")]
    page: Annotated[int, Title(title="第几页")]
    page_size: Annotated[int, Title(title="每页几条")]
    providers: Annotated[list[FoundProvider], Title(title="定点医药机构")]
    note: Annotated[str, Title(title="说明")]


class HandledService(msgspec.Struct, frozen=True):
    """A service that an agency handles."""

    operation: Annotated[str, Title(title="事项代码")]
    service_name: Annotated[str, Title(title="事项")]


class FoundAgency(msgspec.Struct, frozen=True):
    """One agency. An empty list of services means that it handles all of them."""

    code: Annotated[str, Title(title="机构编号")]
    name: Annotated[str, Title(title="机构名称")]
    level: Annotated[str, Title(title="机构级别代码")]
    level_label: Annotated[str, Title(title="机构级别")]
    region: Annotated[str, Title(title="所在地区代码")]
    region_name: Annotated[str, Title(title="所在地区")]
    address: Annotated[str, Title(title="地址")]
    phone: Annotated[str, Title(title="联系电话")]
    working_hours: Annotated[str, Title(title="办公时间")]
    longitude: Annotated[int | None, Title(title="经度（百万分之一度）")]
    latitude: Annotated[int | None, Title(title="纬度（百万分之一度）")]
    distance: Annotated[int | None, Title(title="距离（米）")]
    services: Annotated[list[HandledService], Title(title="受理事项")]


class FoundAgencies(msgspec.Struct, frozen=True):
    """One page of agencies; ``total`` counts all pages, up to 1,000."""

    total: Annotated[int, Title(title="总数")]
    page: Annotated[int, Title(title="第几页")]
    page_size: Annotated[int, Title(title="每页几条")]
    agencies: Annotated[list[FoundAgency], Title(title="经办机构")]
    note: Annotated[str, Title(title="说明")]
