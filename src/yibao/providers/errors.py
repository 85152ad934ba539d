"""Why an institution or agency cannot be registered, or cannot change."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound


class ProviderCodeUnfit(Invalid):
    """The national code and the kind of institution contradict each other."""

    code = "providers.code_unfit"
    message = "{kind}的编码应是字母{letter}加11位数字，请核对。"
    fix = "到国家医保编码标准数据库查询机构编码。"


class ProviderUnknown(NotFound):
    """The register has no institution with this code."""

    code = "providers.provider_unknown"
    message = "没有查到这家定点机构，请核对机构编码。"
    fix = "用机构名称查询定点医疗机构或定点药店。"


class AgreementOverlaps(Conflict):
    """On some day another agreement of the same kind stands already."""

    code = "providers.agreement_overlaps"
    message = "这家机构在这段时间已有同类协议，请核对起止日期。"
    fix = "新协议从原协议到期的第二天开始。"


class AgreementNotTurned(Conflict):
    """No agreement stands on that day that could take this turn."""

    code = "providers.agreement_not_turned"
    message = "那一天没有可以变为“{state}”的协议，请核对日期。"
    fix = "查询协议当前的状态和起止日期。"


class CapabilityOpen(Conflict):
    """It is open on some of these days already."""

    code = "providers.capability_open"
    message = "这家机构在这段时间已开通“{capability}”，不用重复开通。"
    fix = "查询已开通的服务和起止日期。"


class CapabilityNotOpen(NotFound):
    """It is not open on that day, so it cannot be closed."""

    code = "providers.capability_not_open"
    message = "这家机构那一天没有开通“{capability}”，请核对日期。"
    fix = "查询已开通的服务和起止日期。"


class AgencyOfRegionExists(Conflict):
    """A region has one principal agency."""

    code = "providers.agency_exists"
    message = "这个地区已有主要经办机构，请先改原来的登记。"
    fix = "分支窗口登记为其他经办网点。"


class OperationUnknown(Invalid):
    """The directory of services has no such operation."""

    code = "providers.operation_unknown"
    message = "没有这个事项编号，请核对。"
    fix = "事项编号见服务事项目录；不填时查询全部经办机构。"
    at = "answers.service_operation"
