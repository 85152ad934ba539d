"""Django's record of this package."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ConsoleConfig(AppConfig):
    """经办台."""

    name = "yibao.console"
    label = "console"
    verbose_name = "经办台"

    def ready(self) -> None:
        """Make the roles after each migration; let papers name officers by their full name."""
        from yibao.casework import officers
        from yibao.console.staff import full_name_of

        post_migrate.connect(_make_groups, sender=self, dispatch_uid="console.roles")
        officers.provide(full_name_of)


def _make_groups(sender: AppConfig, using: str, **_: Any) -> None:
    from django.contrib.auth.management import create_permissions

    from yibao.console import roles

    create_permissions(sender, verbosity=0, using=using)
    roles.make_groups(using)
