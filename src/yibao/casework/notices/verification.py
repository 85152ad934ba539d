"""What anybody learns who scans the QR code of a paper: enough to trust it, and never more.

Source: 《个人信息保护法》第六条 (the least that the purpose needs); masking by
docs/explanation/domain.md 6.4.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yibao.casework.notices import record, signing, storage
from yibao.casework.notices.codes import read_code
from yibao.casework.notices.content import NoticeContent
from yibao.casework.notices.errors import NoticeDamaged
from yibao.casework.notices.kinds import NoticeKind
from yibao.casework.notices.rendering import opened_pdf
from yibao.casework.notices.storage import StoredNotice
from yibao.kernel.masking import mask_name, mask_organisation_name
from yibao.platform import clock, database


@dataclass(frozen=True)
class PublicFacts:
    """The public side of a notice.

    ``is_intact``: record, signature and file agree with each other. If they do not, everything but
    the kind and the day is empty: a damaged record proves nothing. ``pdf_sm3`` (64 hexadecimal
    digits) is empty until the file was made. ``is_same_file`` compares a file in the reader's
    hands; it is None where none was presented.
    """

    kind: NoticeKind
    service: str
    agency: str
    issued_on: date
    masked_name: str
    pdf_sm3: str
    is_intact: bool
    is_same_file: bool | None


def public_facts(code: str, *, presented_sm3: str = "") -> PublicFacts:
    """Return what a stranger may know of the notice with this code, as typed or scanned.

    ``presented_sm3`` is the hexadecimal SM3 of the file that the reader holds, if any.

    Raises:
        VerificationCodeWrong: the text cannot be a code.
        NoticeUnknown: no notice has this code.
    """
    with database.reading() as sql:
        stored = storage.find(sql, read_code(code))
    try:
        content = _checked_content(stored)
    except NoticeDamaged:
        return _damaged(stored, presented_sm3)
    digest = bytes(stored.rendition.pdf_sm3).hex() if stored.rendition else ""
    presented = presented_sm3.strip().lower()
    return PublicFacts(
        kind=stored.kind,
        service=content.service,
        agency=content.agency,
        issued_on=clock.day_of(stored.issued_at),
        masked_name=_masked(content),
        pdf_sm3=digest,
        is_intact=True,
        is_same_file=presented == digest if presented else None,
    )


def _checked_content(stored: StoredNotice) -> NoticeContent:
    """Return the content if everything that is stored agrees. Raises NoticeDamaged."""
    canonical = record.open_canonical(stored.sealed)
    if stored.rendition is not None:
        opened_pdf(stored.rendition)
        signature = bytes(stored.rendition.signature)
        if not signing.is_signed(canonical, signature, stored.rendition.signing_key):
            raise NoticeDamaged
    return storage.record_of(stored, canonical).content


def _masked(content: NoticeContent) -> str:
    if content.addressee_is_organisation:
        return mask_organisation_name(content.addressee)
    return mask_name(content.addressee)


def _damaged(stored: StoredNotice, presented_sm3: str) -> PublicFacts:
    return PublicFacts(
        kind=stored.kind,
        service="",
        agency="",
        issued_on=clock.day_of(stored.issued_at),
        masked_name="",
        pdf_sm3="",
        is_intact=False,
        is_same_file=False if presented_sm3.strip() else None,
    )
