"""Django's record of this package."""

from django.apps import AppConfig


class FindingsConfig(AppConfig):
    """医保基金监管的疑点."""

    name = "yibao.supervision.findings"
    label = "audit_findings"
    verbose_name = "监管疑点"
    default_auto_field = "django.db.models.BigAutoField"
