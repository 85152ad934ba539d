"""Django's record of this package."""

from django.apps import AppConfig


class RemoteCareConfig(AppConfig):
    """异地就医备案."""

    name = "yibao.remote_care"
    label = "remote_care"
    verbose_name = "异地就医备案"
