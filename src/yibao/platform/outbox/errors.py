"""What can go wrong with the outbox on purpose."""

from __future__ import annotations

from yibao.kernel.errors import NotFound


class NoSuchDeadDelivery(NotFound):
    """Only a dead delivery can be started anew or dropped."""

    code = "outbox.no_such_dead_delivery"
    message = "没有编号为{delivery_id}的待处理消息。请刷新列表。"
    fix = "它可能已经重新送达，或已由别人处理。"
