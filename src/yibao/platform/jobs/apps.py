"""Django's view of the package."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Periodic tasks and one-off jobs."""

    name = "yibao.platform.jobs"
    label = "yibao_jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        """Import ``tasks.py`` of every application, where tasks register."""
        autodiscover_modules("tasks")
