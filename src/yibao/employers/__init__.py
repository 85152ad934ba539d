"""用人单位: who employs, for which insurances it is enrolled, and who may act for it.

Five words: *employer* (单位), *credit code* (统一社会信用代码, by which it is known to everybody),
*insurance* (单位参保险种, one row of an employer and a kind of insurance), *grant* (经办授权, who may
act for it and until when), *market regulator* (市场监管, whose register confirms what it is called).
The names of people and the bank account are sealed. What happens to employees is the business of the
domain above.
"""
