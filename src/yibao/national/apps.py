"""Django's record of this package."""

from django.apps import AppConfig


class NationalConfig(AppConfig):
    """全国接口."""

    name = "yibao.national"
    label = "national"
    verbose_name = "全国接口"
