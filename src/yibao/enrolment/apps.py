"""Django's record of this package."""

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    """参保登记."""

    name = "yibao.enrolment"
    label = "enrolment"
    verbose_name = "参保登记"
