"""Django's record of this package."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """办件."""

    name = "yibao.casework"
    label = "casework"
    verbose_name = "办件"
