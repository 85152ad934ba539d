"""Django's record of this package."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """医保基金监管."""

    name = "yibao.supervision"
    label = "supervision"
    verbose_name = "医保基金监管"
    default_auto_field = "django.db.models.BigAutoField"
