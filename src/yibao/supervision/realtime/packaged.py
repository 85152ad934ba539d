"""The packaged rules over the packaged knowledge: no database is asked."""

from __future__ import annotations

from yibao.reference.parameters import NATION
from yibao.supervision.knowledge.base import load_shipped
from yibao.supervision.realtime.rulebook import Rulebook, compile_rulebook
from yibao.supervision.rules.loading import load_rules


def packaged_rulebook(region: str = NATION) -> Rulebook:
    """Compile the packaged rules; about a second.

    Raises:
        RuleFileWrong, ExpressionRefused: a packaged file cannot be used.
    """
    return compile_rulebook(load_rules().values(), load_shipped(region), region=region)
