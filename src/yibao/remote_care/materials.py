"""What is handed in, whatever the kind (materials M-01 and M-18 of the list of 受理材料)."""

from __future__ import annotations

from yibao.catalogue.material import Material
from yibao.remote_care.forms import ChangeAnswers
from yibao.remote_care.kinds import ChangedPart

RESIDENCE_PLEDGE = (
    "本人承诺：我在所填就医地长期居住，填写的居住地址和手机号码真实。"
    "我知道：承诺办理的备案要满规定月数才能变更或取消；"
    "经办机构会事后抽查，承诺不实的，备案失效，多付的医保基金要退回，并记入失信承诺名单。"
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
RESIDENCE_PROOF_OF_NEW_PLACE = Material(
    RESIDENCE_PROOF.code,
    RESIDENCE_PROOF.name,
    when=ChangeAnswers.changed_part.is_(ChangedPart.PLACE),
    shared_from=RESIDENCE_PROOF.shared_from,
    pledge_text=RESIDENCE_PLEDGE,
    hint=RESIDENCE_PROOF.hint,
)
