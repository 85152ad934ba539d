"""The Django application that holds the large catalogues."""

from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    """National catalogues in PostgreSQL: diagnoses, procedures, and which edition is loaded."""

    name = "yibao.reference"
    label = "reference"
    verbose_name = "国家目录"
    default_auto_field = "django.db.models.BigAutoField"
