"""One made-up notice of each kind: for tests and for the pictures in the documentation."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from yibao.casework.notices import content as notice
from yibao.casework.notices.remedies import remedies_on

ISSUED_AT = datetime(2026, 3, 2, 1, 5, tzinfo=UTC)
_DAY = date(2026, 3, 2)
_CASE: dict[str, Any] = {
    "case_number": "520100202603020000123X",
    "service": "异地长期居住人员备案",
    "agency": "贵阳市医疗保障事务中心",
    "addressee": "张三",
    "certificate": "520***********1234",
}
_REMEDIES = remedies_on(_DAY, review_agency="贵阳市人民政府", court="贵阳市云岩区人民法院")


def samples() -> list[notice.AnyContent]:
    """Return the samples, one of each kind."""
    return [
        acceptance(), correction(), non_acceptance(), completion(), refusal(), termination(),
        pledge(),
    ]  # fmt: skip


def acceptance() -> notice.Acceptance:
    """Return an application with one material shared, one uploaded, one pledged and one owed."""
    return notice.Acceptance(
        **_CASE,
        accepted_at=ISSUED_AT,
        due_on=date(2026, 3, 3),
        materials=(
            notice.MaterialLine("居民身份证", "数据共享，免提交"),
            notice.MaterialLine("异地居住证明（居住证或者户口簿首页和本人页）", "网上上传"),
            notice.MaterialLine("长期居住情况说明", "告知承诺"),
            notice.MaterialLine("授权委托书", "容缺受理", date(2026, 3, 16)),
        ),
    )


def correction() -> notice.Correction:
    """Two defects, told in one notice."""
    return notice.Correction(
        **_CASE,
        officer="钱经办",
        defects=(
            notice.Defect("异地居住证明", "照片不清楚，看不出签发日期。请在光线充足处重新拍照。"),
            notice.Defect("授权委托书", "没有委托人签名。请委托人签名后重新上传。"),
        ),
        due_on=date(2026, 3, 16),
        ways=("在原申请渠道的“我的办件”里补交。", "到参保地医保经办窗口补交。"),
    )


def non_acceptance() -> notice.NonAcceptance:
    """Return one applied for at the wrong agency."""
    return notice.NonAcceptance(
        **_CASE,
        officer="钱经办",
        reasons=("申请人的参保地是遵义市，本机构不是该事项的受理机构。",),
        basis=("《社会保险经办条例》（国务院令第765号）", "《医疗保障经办政务服务事项清单》"),
        where_to_go="遵义市医疗保障事务中心，或者国家医保服务平台的异地备案专区。",
        remedies=_REMEDIES,
    )


def completion() -> notice.Completion:
    """Return a remote care registration that holds."""
    return notice.Completion(
        **_CASE,
        results=(
            notice.ResultLine("备案类型", "异地长期居住人员"),
            notice.ResultLine("参保地", "贵州省贵阳市"),
            notice.ResultLine("就医地", "上海市"),
            notice.ResultLine("备案有效期", "2026年3月2日起长期有效"),
            notice.ResultLine("结算方式", "在就医地定点医药机构持医保码或社会保障卡直接结算"),
        ),
        effective_on=_DAY,
        basis=("《基本医疗保险跨省异地就医直接结算经办规程》（医保发〔2022〕22号）",),
    )


def refusal() -> notice.Refusal:
    """Return a decision against the applicant, by an officer."""
    return notice.Refusal(
        **_CASE,
        officer="赵审核",
        reasons=(
            "居住证的有效期在申请前已经届满。",
            "登记信息显示申请人在参保地连续居住，与承诺的内容不一致。",
        ),
        basis=("《基本医疗保险跨省异地就医直接结算经办规程》（医保发〔2022〕22号）",),
        where_to_go="换领居住证以后可以重新申请；临时外出的，可以办理临时外出就医备案。",
        remedies=_REMEDIES,
    )


def termination() -> notice.Termination:
    """Return an application that was not corrected in time."""
    return notice.Termination(
        **_CASE,
        is_withdrawn=False,
        ended_on=date(2026, 3, 17),
        reason="在补正期限内没有补正。",
        effect="原申请不再办理，没有改变任何登记信息；材料备齐后可以随时重新申请。",
    )


def pledge() -> notice.Pledge:
    """Return a pledge in place of a proof of residence."""
    return notice.Pledge(
        **_CASE,
        material="长期居住情况说明",
        told=(
            "本事项要求申请人在就医地长期居住，居住证明可以用书面承诺代替。",
            "经办机构会在办结以后核查承诺是否属实。",
        ),
        pledged=("本人在上海市长期居住，填写的信息真实、准确、完整。", "情况变化时及时告知。"),
        consequences=(
            "承诺不实的，撤销备案，并追回因此多支付的医保基金。",
            "依法记入失信信息，今后办理时不再适用告知承诺。",
        ),
        checking="与公安机关的居住登记信息比对，必要时电话核实。",
        signed_by="实名认证后网上确认",
        signed_at=ISSUED_AT,
    )
