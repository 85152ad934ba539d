"""``yibao staff`` takes experts into the pool and out of it."""

from __future__ import annotations

import pytest

from yibao.casework.models import Expert
from yibao.commands import staff

pytestmark = pytest.mark.django_db
_CREATE = ["create", "zhang.zhuanjia", "--name", "张专家", "--role", "expert"]


def test_an_expert_with_an_account_can_be_assigned(capsys: pytest.CaptureFixture[str]) -> None:
    assert staff.run([*_CREATE, "--region", "520100", "--hospital", " h52010000011"]) == 0
    assert "首次密码" in capsys.readouterr().out
    known = Expert.objects.get(sign_in="zhang.zhuanjia")
    assert (known.full_name, known.hospital_code, known.is_active) == (
        "张专家",
        "H52010000011",
        True,
    )
    assert staff.run(["retire-expert", "zhang.zhuanjia"]) == 0
    assert not Expert.objects.get(sign_in="zhang.zhuanjia").is_active


def test_an_expert_of_the_whole_province_would_never_be_found(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert staff.run(_CREATE) == 1
    assert "--region" in capsys.readouterr().err
    assert not Expert.objects.exists()
