"""The situations that examples start from. Each makes itself true, whatever was there before."""

from __future__ import annotations

from yibao.catalogue.situations import Setting, situation
from yibao.providers import demonstration


@situation("providers.register")
def register(setting: Setting) -> None:
    """Hold the made-up institutions and agencies, with agreements that hold today."""
    demonstration.seed(setting.sql, setting.today)
