"""Django's view of the package."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """Answers kept for repeated requests."""

    name = "yibao.platform.idempotency"
    label = "idempotency"
    verbose_name = "请求去重"
