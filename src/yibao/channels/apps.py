"""Django's record of this package."""

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """接入渠道."""

    name = "yibao.channels"
    label = "channels"
    verbose_name = "接入渠道"
