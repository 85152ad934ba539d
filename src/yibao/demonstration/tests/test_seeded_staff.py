"""The staff of the demonstration: whoever is seeded can do what his role says."""

from __future__ import annotations

import pytest

from yibao.casework.models import Expert
from yibao.console.models import Officer
from yibao.console.roles import Role
from yibao.demonstration import seeding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_directory")]


def test_the_expert_of_the_demonstration_signs_in_and_is_in_the_pool_once() -> None:
    seeding.seed()
    seeded = seeding.seed()

    expert = Expert.objects.get()
    assert expert.sign_in in seeded.staff
    officer = Officer.objects.get(user__username=expert.sign_in)
    assert [group.name for group in officer.user.groups.all()] == [Role.EXPERT.label]
    assert (expert.full_name, expert.region) == (officer.full_name, officer.region)
