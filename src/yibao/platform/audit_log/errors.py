"""What can go wrong with the audit trail on purpose."""

from __future__ import annotations

from yibao.kernel.errors import NotFound


class NoSuchProof(NotFound):
    """A proof was asked for a position or a size that the tree does not have yet."""

    code = "audit_log.no_such_proof"
    message = "审计树目前有{size}条，给不出所要的证明。请核对序号。"
    fix = "序号从0开始且小于条目数；刚写入的条目一秒后才有序号。"
