"""Django's record of this package."""

from django.apps import AppConfig


class PersonsConfig(AppConfig):
    """参保人."""

    name = "yibao.persons"
    label = "persons"
    verbose_name = "参保人"
