"""Django's record of this package."""

from django.apps import AppConfig


class MedicalCatalogueConfig(AppConfig):
    """药品和医用耗材目录."""

    name = "yibao.medical_catalogue"
    label = "medical_catalogue"
    verbose_name = "药品和医用耗材目录"
