"""What an operator hands in (materials M-03 to M-07 and M-15 of the list of 受理材料)."""

from __future__ import annotations

from yibao.catalogue.material import Material
from yibao.enrolment.employer_forms import ChangedEmployerPart, EmployerChangeAnswers

# The answers are the form. Who has an electronic seal has sealed them with his strong
# identification; at a counter the printed and stamped form is put on file.
ENROLMENT_FORM = Material(
    "employer_enrolment_form",
    "基本医疗保险单位参保信息登记表",
    is_required=False,
    hint="网上填写的不用再交；窗口办理的打印盖章。",
)
CHANGE_FORM = Material(
    "employer_change_form",
    "基本医疗保险参保单位信息变更登记表",
    is_required=False,
    hint="网上填写的不用再交；窗口办理的打印盖章。",
)
CREDIT_CERTIFICATE = Material(
    "credit_code_certificate",
    "统一社会信用代码证书或批准成立文件",
    is_required=False,
    hint="市场监管登记能核对的不用上传；机关、事业单位、社会组织请上传证书。",
)
OPERATOR_MANDATE = Material(
    "employer_mandate",
    "单位授权经办人的证明",
    shared_from="business_registration",
    hint="企业开办时登记过经办人的不用上传；其他的上传盖章的授权书。",
)
BANK_PROOF = Material(
    "bank_account_proof",
    "单位开户银行信息",
    shared_from="business_registration",
    pledge_text="单位承诺：填写的开户银行和账号是本单位的账户，户名与单位名称一致；填错造成的损失由单位承担。",
    hint="开户许可证或银行回单；企业开办时登记过的不用上传，也可以签写承诺书。",
)
KEY_CHANGE_PROOF = Material(
    "key_change_proof",
    "关键信息变更证明",
    when=EmployerChangeAnswers.changed_part.is_(ChangedEmployerPart.KEY),
    is_required=False,
    hint="市场监管或主管部门的变更通知书；代码没有变、市场监管登记已经更新的，不用上传。",
)
# What was registered when the company was founded is the account that it had then.
NEW_BANK_PROOF = Material(
    BANK_PROOF.code,
    BANK_PROOF.name,
    when=EmployerChangeAnswers.changed_part.is_(ChangedEmployerPart.BANK),
    pledge_text=BANK_PROOF.pledge_text,
    hint="新账户的开户许可证或银行回单；也可以签写承诺书。",
)
NEW_OPERATOR_MANDATE = Material(
    "employer_mandate",
    "单位授权新经办人的证明",
    when=EmployerChangeAnswers.changed_part.is_(ChangedEmployerPart.OPERATOR),
    hint="写明授权谁办理医保业务，加盖公章。",
)
DEREGISTRATION_PROOF = Material(
    "deregistration_proof",
    "单位注销、吊销、撤销、破产或合并的证明",
    is_required=False,
    hint="市场监管登记已经注销的不用上传。",
)
