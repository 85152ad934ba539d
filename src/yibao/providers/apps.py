"""Django's record of this package."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """定点医药机构与经办机构."""

    name = "yibao.providers"
    label = "providers"
    verbose_name = "定点医药机构与经办机构"
