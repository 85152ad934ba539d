"""Issuing a notice: one INSERT within the transaction that takes the decision.

Neither signature nor page is made here. A signature costs about 0.3 ms in software, and several
with a cryptographic module behind the network, while the transaction holds the case's lock; a page
costs some 10 ms; and most notices are never opened, because the applicant has read the answer on
the screen. What was decided is fixed all the same: the content is sealed with an authenticated
cipher and its digest is written in the same transaction.
"""

from __future__ import annotations

from uuid import UUID

from yibao.casework.notices import storage
from yibao.casework.notices.codes import new_code
from yibao.casework.notices.content import AnyContent
from yibao.casework.notices.kinds import NoticeKind
from yibao.casework.notices.record import FORMAT, Record, seal
from yibao.platform import clock
from yibao.platform.database import Sql


def issue(sql: Sql, *, case_id: UUID, kind: NoticeKind, content: AnyContent) -> str:
    """Issue a notice about a case and return its verification code. About 0.2 ms.

    ``sql`` is the cursor of the transaction that keeps the decision. Raises ValueError if the
    content is that of another kind, which is a bug of the caller.
    """
    if content.kind is not kind:
        raise ValueError(f"the content is that of {content.kind.value}, not of {kind.value}")
    record = Record(FORMAT, new_code(), case_id, clock.now(), content)
    storage.insert(sql, record, seal(record))
    return record.code
