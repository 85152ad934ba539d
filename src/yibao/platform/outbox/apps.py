"""Django's view of the package."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OutboxConfig(AppConfig):
    """The outbox."""

    name = "yibao.platform.outbox"
    label = "outbox"
    verbose_name = "发件箱"

    def ready(self) -> None:
        """Import ``subscribers.py`` of every application, where subscribers register."""
        autodiscover_modules("subscribers")
