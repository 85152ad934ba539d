"""A made-up province: people in nine prefectures, how they are insured, what they have paid.

Everything follows from a seed and a number, so that the same command makes the same province. Rows
go in by COPY and by set-based statements; only what must be sealed is made person by person.
"""
