"""Signing and typesetting a notice when it is read for the first time; later the same bytes.

The PDF is kept, sealed, because a paper that was handed out must match its record for decades, and
no typesetter gives the same bytes after an upgrade.
"""

from __future__ import annotations

from yibao.casework.notices import record, signing, storage
from yibao.casework.notices.codes import address_of
from yibao.casework.notices.document import Proof, template_data, template_of
from yibao.casework.notices.errors import NoticeDamaged
from yibao.casework.notices.pdf_sealing import open_pdf, seal_pdf
from yibao.casework.notices.storage import Rendition, StoredNotice
from yibao.platform import database
from yibao.platform.crypto import sm3
from yibao.platform.database import Sql
from yibao.platform.documents.rendering import render


def pdf(code: str) -> bytes:
    """Return the signed PDF of a notice. The caller has checked that the reader may see it.

    The first reading takes about 25 ms, a later one 1 ms.

    Raises:
        NoticeUnknown: no notice has this code.
        NoticeDamaged: what is stored is not what was issued.
    """
    with database.reading() as sql:
        stored = storage.find(sql, code)
    if stored.rendition is None:
        with database.transaction() as sql:
            return _first_reading(sql, code)
    return opened_pdf(stored.rendition)


def _first_reading(sql: Sql, code: str) -> bytes:
    # Locked: an SM2 signature is random, so two first readers would make two different papers.
    stored = storage.find(sql, code, locked=True)
    if stored.rendition is not None:
        return opened_pdf(stored.rendition)
    canonical = record.open_canonical(stored.sealed)
    signature = signing.sign(canonical)
    page = _typeset(stored, canonical, signature)
    rendition = Rendition(signing.KEY_NAME, signature, seal_pdf(page), sm3.digest(page))
    storage.complete(sql, code, rendition)
    return page


def _typeset(stored: StoredNotice, canonical: bytes, signature: bytes) -> bytes:
    signed = storage.record_of(stored, canonical)
    proof = Proof(signed.code, address_of(signed.code), sm3.hexdigest(signature))
    return render(
        template_of(signed.content.kind), template_data(signed.content, signed.issued_at, proof)
    )


def opened_pdf(rendition: Rendition) -> bytes:
    """Return the kept PDF. Raises NoticeDamaged if it is not the one that was made."""
    page = open_pdf(bytes(rendition.pdf_sealed))
    if sm3.digest(page) != bytes(rendition.pdf_sm3):
        raise NoticeDamaged
    return page
