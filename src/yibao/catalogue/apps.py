"""Django's record of this package."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """事项目录."""

    name = "yibao.catalogue"
    label = "catalogue"
    verbose_name = "事项目录"
