"""Django's view of the package."""

from django.apps import AppConfig


class AuditLogConfig(AppConfig):
    """The audit trail."""

    name = "yibao.platform.audit_log"
    label = "audit_log"
    verbose_name = "审计日志"
