"""What the services of 家庭共济 and 代缴 have in common."""

from __future__ import annotations

BASIS = (
    "《国务院办公厅关于建立健全职工基本医疗保险门诊共济保障机制的指导意见》（国办发〔2021〕14号）",
)
