"""What can go wrong with request numbers."""

from __future__ import annotations

from yibao.kernel.errors import Conflict


class RequestNumberUsed(Conflict):
    """The channel has sent something else under this number before."""

    code = "gateway.request_number_used"
    message = "请求编号已用于另一个请求。请换一个新的编号再发。"
    fix = "只有重发完全相同的内容时，才可以使用原来的请求编号。"
    at = "X-Yb-Request"
