"""Django's record of this package."""

from django.apps import AppConfig


class ChronicCareConfig(AppConfig):
    """门诊慢特病."""

    name = "yibao.chronic_care"
    label = "chronic_care"
    verbose_name = "门诊慢特病"
