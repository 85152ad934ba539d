"""Django's record of this package."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """经办控制台."""

    name = "yibao.console"
    label = "console"
    verbose_name = "经办控制台"
