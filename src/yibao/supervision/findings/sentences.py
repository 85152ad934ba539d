"""What a doctor or a cashier reads about a finding: what, why, what to do.

The sentences come from the rule's templates (``rules/messages.py``); names of items come from
whoever asks, for a record holds codes alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from yibao.supervision.findings.finding import Finding
from yibao.supervision.knowledge.points import Knowledge
from yibao.supervision.rules.declaration import Basis, Rule
from yibao.supervision.rules.messages import Facts, fill

_NO_KNOWLEDGE = Knowledge("", "")


class Told(Struct, frozen=True):
    """A finding in words, each a sentence or several."""

    what: str
    why: str
    advice: str


def tell(
    finding: Finding,
    rule: Rule,
    point: Knowledge | None,
    *,
    names: Mapping[str, str],
    item_code: str = "",
) -> Told:
    """Return the sentences of a finding; ``names`` gives the name of a code where it is known.

    ``item_code`` is the item of the finding's first line; a point that speaks of several codes or
    of none is told with it.
    """
    known = point or _NO_KNOWLEDGE
    code = item_code or known.code or ""
    facts = Facts(
        item=names.get(code, code),
        code=code,
        partner=names.get(known.partner, known.partner) if known.partner else "",
        measured=finding.measured,
        limit=finding.limit,
        days=known.days,
        day=finding.day,
        amount=finding.amount,
        listed=known.listed or "",
    )
    return Told(fill(rule.message, facts), why(rule, finding), fill(rule.advice, facts))


def why(rule: Rule, finding: Finding) -> str:
    """Return what the finding rests on: articles, and the knowledge point if there is one."""
    articles = "；".join(map(_article, rule.basis))
    point = "" if finding.point in ("", rule.code) else f"知识点{finding.point}"
    return "依据：" + "；".join(part for part in (articles, point) if part) + "。"


def _article(basis: Basis) -> str:
    """Return document and article; the title alone stands in its marks, not its number."""
    title, bracket, number = basis.document.partition("（")
    marked = title if title.startswith("《") else f"《{title}》"
    return marked + bracket + number + basis.article
