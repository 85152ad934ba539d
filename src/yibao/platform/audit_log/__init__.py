"""The audit trail: who did what to which record, in which case, provable afterwards.

An *entry* is one row, written in the transaction of the deed. Its *position* in the tree is given
after commit by the *sequencer*. A *checkpoint* is a signed statement of the tree's size and root.
``docs/adr/0005`` says why the position comes later.
"""
