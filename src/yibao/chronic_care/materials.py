"""What is handed in, whatever the variant (materials M-01 and M-21 of the list of 受理材料)."""

from __future__ import annotations

from yibao.catalogue.material import Material

# The strong identification that these services need has seen the document already.
IDENTITY_DOCUMENT = Material(
    "identity_document",
    "医保码、有效身份证件或社会保障卡",
    is_required=False,
    shared_from="household_register",
    hint="任选一种；已通过人脸或医保码核验身份的，不用再交。",
)
MEDICAL_RECORDS = Material(
    "medical_records",
    "病历和检查资料",
    shared_from="hospital_records",
    hint="出院小结、门诊病历、检验报告、体检报告，按病种要求准备；医院已上传的不用再交。",
)
