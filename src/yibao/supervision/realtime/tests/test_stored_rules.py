from __future__ import annotations

import pytest

from yibao.platform.database import transaction
from yibao.supervision.knowledge import actions
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.realtime.keeper import Keeper
from yibao.supervision.realtime.sources import stored


@pytest.mark.django_db
def test_the_packaged_knowledge_holds_until_other_is_stored() -> None:
    keeper = Keeper(stored("520000"), fresh_seconds=3600)
    assert keeper.current().snapshot_id == load_shipped("520000").snapshot_id
    before = keeper.report().edition
    actions.load_packaged()
    assert keeper.refresh()
    assert keeper.report().edition != before
    assert keeper.current().snapshot_id == load_shipped("520000").snapshot_id


@pytest.mark.django_db
def test_an_unchanged_store_costs_one_small_question() -> None:
    keeper = Keeper(stored("520000"), fresh_seconds=3600)
    keeper.refresh()
    with transaction():
        assert not keeper.refresh()
