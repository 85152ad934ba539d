"""The kinds of notice that a case can give rise to (docs/explanation/domain.md 3.2)."""

from __future__ import annotations

from yibao.catalogue.choices import Choices


class NoticeKind(Choices):
    """What the paper is."""

    ACCEPTANCE = "acceptance", "受理通知书"
    CORRECTION = "correction", "补正告知书"
    NON_ACCEPTANCE = "non_acceptance", "不予受理通知书"
    COMPLETION = "completion", "办结通知书"
    REFUSAL = "refusal", "不予办理决定书"
    TERMINATION = "termination", "撤回（终止）通知书"
    PLEDGE = "pledge", "告知承诺书"
