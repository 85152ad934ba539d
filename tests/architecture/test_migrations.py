"""Every migration can be undone, or says why not."""

from __future__ import annotations

import pytest
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

# Migration and operation that cannot be undone, and why.
ONE_WAY: dict[str, str] = {}


def _ours() -> list[tuple[str, Migration]]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [
        (f"{app}.{name}", migration)
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if migration.__module__.startswith("yibao.")
    ]


@pytest.mark.parametrize(("name", "migration"), _ours(), ids=lambda value: str(value))
def test_a_migration_can_be_undone(name: str, migration: Migration) -> None:
    assert migration.operations
    one_way = [operation for operation in migration.operations if not _goes_back(operation)]
    assert bool(one_way) == (name in ONE_WAY), [operation.describe() for operation in one_way]


def _goes_back(operation: Operation) -> bool:
    return bool(operation.reversible)


def test_every_package_with_tables_has_migrations() -> None:
    from django.apps import apps

    labels = {name.split(".")[0] for name, _ in _ours()}
    with_tables = {
        model._meta.app_label
        for model in apps.get_models()
        if model.__module__.startswith("yibao.") and model._meta.managed
    }
    assert with_tables <= labels
