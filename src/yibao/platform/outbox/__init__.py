"""The outbox: what happened, told to other packages after commit, at least once.

A *message* is written in the transaction of the deed. A *delivery* is its way to one *subscriber*:
waiting, done, dead (tried too often) or dropped (a person decided to do without).
"""
