"""Django's record of this package."""

from django.apps import AppConfig


class EmployersConfig(AppConfig):
    """用人单位."""

    name = "yibao.employers"
    label = "employers"
    verbose_name = "用人单位"
