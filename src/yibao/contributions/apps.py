"""Django's record of this package."""

from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """缴费."""

    name = "yibao.contributions"
    label = "contributions"
    verbose_name = "缴费"
