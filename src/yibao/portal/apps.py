"""Django's record of this package."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """便民服务."""

    name = "yibao.portal"
    label = "portal"
    verbose_name = "便民服务"
