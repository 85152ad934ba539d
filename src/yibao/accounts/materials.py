"""What is handed in for a sharing (M-38 of the list of 受理材料)."""

from __future__ import annotations

from yibao.catalogue.material import Material

KINSHIP_PROOF = Material(
    "kinship_proof",
    "个人账户家庭共济承诺书或亲属关系证明",
    pledge_text=(
        "本人承诺：使用人是我的近亲属，填写的关系真实；我同意他（她）使用我的个人账户。"
        "我知道：个人账户的钱只用于规定的医疗费用和参保缴费；"
        "承诺不实的，共济关系解除，多用的钱要退回，并记入失信承诺名单。"
    ),
    hint="签写承诺书即可；也可以上传结婚证、户口簿等证明。",
)
