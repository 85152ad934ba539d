"""What is handed in (materials M-01, M-18, M-19 and M-20 of the list of 受理材料)."""

from __future__ import annotations

from dataclasses import replace

from yibao.catalogue.material import Material
from yibao.remote_care.forms import ChangeAnswers, RetireFilingAnswers
from yibao.remote_care.kinds import ChangedPart, FilingKind, HouseholdPlace, ReferralChangedPart
from yibao.remote_care.referral_forms import ReferralChangeAnswers

_CONSEQUENCES = (
    "我知道：承诺办理的备案要满规定月数才能变更或取消；"
    "经办机构会事后抽查，承诺不实的，备案失效，多付的医保基金要退回，并记入失信承诺名单。"
)
RESIDENCE_PLEDGE = (
    f"本人承诺：我在所填就医地长期居住，填写的居住地址和手机号码真实。{_CONSEQUENCES}"
)
HOUSEHOLD_PLEDGE = (
    "本人承诺：我已经退休，户口已迁到所填就医地并在当地定居，"
    f"填写的居住地址和手机号码真实。{_CONSEQUENCES}"
)
SETTLING_PLEDGE = (
    "本人承诺：我已经退休，在所填就医地定居，填写的户籍所在地、居住地址和手机号码真实。"
    f"{_CONSEQUENCES}"
)
WORK_PLEDGE = (
    "本人承诺：我由所填单位安排，长期在所填就医地工作，填写的单位、地址和手机号码真实。"
    f"{_CONSEQUENCES}"
)
# The strong identification that these services need has seen the document already: it is put on
# file when the register answers, and nobody is asked to hand it in again.
IDENTITY_DOCUMENT = Material(
    "identity_document",
    "医保码、有效身份证件或社会保障卡",
    is_required=False,
    shared_from="household_register",
    hint="任选一种；已通过人脸或医保码核验身份的，不用再交。",
)
RESIDENCE_PROOF = Material(
    "residence_proof",
    "就医地居住证明",
    shared_from="residence_permit",
    pledge_text=RESIDENCE_PLEDGE,
    hint="居住证、户口簿、房产证、租房合同、社区证明任选一种；没有的可以签写承诺书。",
)
# Both ask where the 户口 is by the same question, so they serve filing and change alike.
HOUSEHOLD_PROOF = Material(
    "household_proof",
    "户口簿（首页和本人页）",
    when=RetireFilingAnswers.household_place.is_(HouseholdPlace.CARE_REGION),
    shared_from="household_register",
    pledge_text=HOUSEHOLD_PLEDGE,
    hint="系统先向公安部门核对，核对到的不用再交；也可以签写承诺书。",
)
SETTLING_PROOF = replace(
    RESIDENCE_PROOF,
    name="就医地定居证明",
    when=RetireFilingAnswers.household_place.is_(HouseholdPlace.ELSEWHERE),
    pledge_text=SETTLING_PLEDGE,
    hint="居住证、房产证、租房合同、社区证明任选一种；没有的可以签写承诺书。",
)
WORK_PROOF = Material(
    "work_proof",
    "异地工作证明",
    pledge_text=WORK_PLEDGE,
    hint="单位派出证明、异地单位出具的证明、劳动合同任选一种；没有的可以签写承诺书。",
)
# Hospitals hand opinions in by themselves; the person uploads one only when they have not.
REFERRAL_PROOF = Material(
    "referral_proof",
    "转诊转院证明",
    shared_from="referral_opinions",
    hint="由有转诊资质的定点医院开具；医院已经上传的，不用再交。",
)

_PLACE_CHANGES = ChangeAnswers.changed_part.is_(ChangedPart.PLACE)
RESIDENCE_PROOF_OF_NEW_PLACE = replace(RESIDENCE_PROOF, when=_PLACE_CHANGES)
WORK_PROOF_OF_NEW_PLACE = replace(WORK_PROOF, when=_PLACE_CHANGES)
REFERRAL_PROOF_OF_NEW_OPINION = replace(
    REFERRAL_PROOF,
    when=ReferralChangeAnswers.changed_part.is_one_of(
        ReferralChangedPart.PLACE, ReferralChangedPart.OPINION
    ),
)

PROOFS = {
    FilingKind.LONG_STAY: (RESIDENCE_PROOF,),
    FilingKind.RETIRE: (HOUSEHOLD_PROOF, SETTLING_PROOF),
    FilingKind.WORK: (WORK_PROOF,),
    FilingKind.REFERRAL: (REFERRAL_PROOF,),
}
"""What proves the reason of a kind. Where a pledge stands in for it, the pledge locks (R-F6)."""
