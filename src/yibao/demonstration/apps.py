"""Django's record of this package."""

from django.apps import AppConfig
from django.conf import settings


class DemonstrationConfig(AppConfig):
    """演示省份."""

    name = "yibao.demonstration"
    label = "demonstration"
    verbose_name = "演示省份"

    def ready(self) -> None:
        """Let simulators answer in the sandbox, and everywhere in a demonstration."""
        from yibao.demonstration import registers

        registers.provide_all(["sandbox", "default"] if settings.DEMONSTRATION else ["sandbox"])
