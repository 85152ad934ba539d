"""Sentences that clerks write often: a start to be completed, so that no reason stays empty."""

from __future__ import annotations

from yibao.catalogue.choices import Choices

DECLINE = (
    "申请人的参保地不在本机构的经办范围。",
    "申请事项不属于医疗保障经办业务。",
    "申请人不符合该事项的办理条件：",
    "同一事项已有办理中的申请，不需要重复申请。",
)
REFUSE = (
    "提交的材料与申请内容不一致：",
    "经核查，申请人不符合该事项的办理条件：",
    "申请人在补正期限内补交的材料仍不符合要求：",
    "申请内容与登记信息不一致：",
)
CORRECTION = (
    "照片不清楚，请在光线充足处重新拍照。",
    "内容不完整，请补齐全部页面。",
    "缺少签名或者盖章。",
    "证明已过有效期，请换成有效的证明。",
    "与登记信息不一致，请核对后重新填写。",
)


class RevealReason(Choices):
    """Why an officer needs to see personal data in full. The audit trail keeps the choice."""

    CHECK_MATERIALS = "check_materials", "核对材料与填报是否一致"
    CONTACT = "contact", "联系申请人"
    IDENTITY = "identity", "核实身份"
    COMPLAINT = "complaint", "处理投诉或异议"
    INSPECTION = "inspection", "稽核检查"
