"""What can be wrong when a channel is set up or launches a page."""

from __future__ import annotations

from yibao.kernel.errors import Conflict, Invalid, NotFound, NotPermitted


class ChannelCodeUnfit(Invalid):
    """The system identifier travels in a header: letters, digits and dashes."""

    code = "channel.code_unfit"
    message = "系统标识只能用2到40个字母、数字和短横线。"
    fix = "例如 zyybwxgzh。"


class ChannelExists(Conflict):
    """A system identifier is given once."""

    code = "channel.exists"
    message = "系统标识“{channel}”已经有了。"
    fix = "换一个标识，或直接修改这个渠道。"


class ChannelUnknown(NotFound):
    """There is no such channel or key."""

    code = "channel.not_found"
    message = "没有“{channel}”这个渠道或密钥。"
    fix = "用 yibao channels list 查看已有渠道。"


class ServiceUnknown(NotFound):
    """The directory has no such service."""

    code = "channel.unknown_service"
    message = "事项目录里没有“{operation}”。"
    fix = "用 yibao services list 查看全部事项。"


class AddressUnreadable(Invalid):
    """The text is no network."""

    code = "channel.address_unreadable"
    message = "“{address}”不是正确的网段。"
    fix = "例如 10.8.0.0/24 或 203.0.113.7。"


class ReturnUrlNotListed(NotPermitted):
    """A page may send the person back only to where the channel registered."""

    code = "channel.return_url_not_listed"
    message = "返回地址不在该渠道的白名单里。"
    fix = "请先登记返回地址，再发起页面。"
    at = "return_url"


class TicketUnusable(NotPermitted):
    """The ticket was used, has expired or was never given."""

    code = "channel.ticket_unusable"
    message = "页面入口已失效，请回到原来的应用重新进入。"
    fix = "每个入口只能用一次，5分钟内有效。"
