"""参保: who is insured, for what, since when, until when.

Five words: *enrolment* (参保关系, one of a person for an insurance), *change* (变更流水, what
happened to it), *insured year* (参保年度, for residents), *waiting period* (待遇等待期), *national
register* (国家参保库, which knows whether somebody is insured elsewhere). At most one basic
insurance is active for a person (INV-1). The province's agency owns the policy; its numbers are
in ``parameters``.
"""
