"""A small population, rules of several kinds, and what they find."""

from __future__ import annotations

import pytest

from yibao.supervision.batch.tests.population import Population, population


@pytest.fixture(scope="session")
def people() -> Population:
    """Give forty patients with their encounters."""
    return population()
