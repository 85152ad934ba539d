"""What can be wrong with a notice."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound


class NoticeIncomplete(Invalid):
    """Something that this kind of notice must say is empty."""

    code = "notices.incomplete"
    message = "{notice}还缺：{missing}。请补齐后再签发。"
    fix = "一次补齐全部缺项，文书签发后不能修改。"


class ReviewerMissing(Invalid):
    """A decision against the applicant is made by a person, never by a programme alone."""

    code = "notices.reviewer_missing"
    message = "{notice}要由工作人员作出，请填写经办人。"
    fix = "转人工审核，由经办人签发。"
    at = "officer"


class VerificationCodeWrong(Invalid):
    """The text cannot be a verification code."""

    code = "notices.verification_code"
    message = "核验码写错了。请对照文书左下方逐位核对后重新填写。"
    fix = "核验码共16位，没有数字0、1和字母O、I。"
    at = "code"


class NoticeUnknown(NotFound):
    """No notice has this code."""

    code = "notices.unknown"
    message = "没有查到这份文书。请核对核验码，或拨打12393核实。"
    fix = "扫描文书上的二维码可以避免输错。"


class NoticeDamaged(Conflict):
    """What is stored is not what was issued: the digest or the signature does not agree."""

    code = "notices.damaged"
    message = "这份文书的存档和签发时不一致，不能使用。请联系经办机构重新出具。"
    fix = "拨打12393，或到受理机构窗口申请重新出具。"
