"""Django's record of this package."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """接口网关."""

    name = "yibao.gateway"
    label = "gateway"
    verbose_name = "接口网关"
