"""Finding cases by what a person brings along: a case number, or a certificate.

A certificate number never stands in an address or a log: the form posts it, and the worklist gets a
signed token that holds the blind index only.
"""

from __future__ import annotations

from django.core import signing

from yibao.casework.identities import index_of
from yibao.catalogue.case import Identity
from yibao.console.errors import SearchedNothing
from yibao.kernel import identifiers
from yibao.kernel.errors import Invalid
from yibao.kernel.typed_text import compact
from yibao.platform import database
from yibao.platform.audit_log import api as audit_log
from yibao.reference import code_tables

_SALT = "console.person"
_TOKEN_SECONDS = 8 * 3600
NOBODY = bytes(32)
_LEAST_CERTIFICATE = 5
_MOST_CERTIFICATE = 50


def case_number_in(text: str) -> str:
    """Return the case number that was typed, put right, or an empty text if it is none."""
    try:
        return identifiers.check_case_number(text).text
    except Invalid:
        return ""


def person_indexes(text: str) -> list[bytes]:
    """Return the indexes of a certificate number, one for each kind of certificate.

    Raises:
        SearchedNothing: the text cannot be a certificate number.
    """
    number = compact(text).upper()
    is_fit = number.isascii() and number.isalnum()
    if not is_fit or not _LEAST_CERTIFICATE <= len(number) <= _MOST_CERTIFICATE:
        raise SearchedNothing
    kinds = code_tables.table("certificate_type").entries
    return [index_of(Identity(kind.code, number, "")) for kind in kinds]


def token_of(subject_index: bytes) -> str:
    """Return a signed token for an address; it tells nobody who is meant."""
    return signing.dumps(subject_index.hex(), salt=_SALT)


def read_token(token: str) -> bytes:
    """Return the index of a token, or one that is nobody's for a token that is old or made up."""
    try:
        return bytes.fromhex(signing.loads(token, salt=_SALT, max_age=_TOKEN_SECONDS))
    except signing.BadSignature:
        return NOBODY


def known_person(text: str, *, operator: str) -> bytes:
    """Return the index of the person with this certificate number, whether known or not.

    The search is recorded: who looked for whom, by index, never by number.

    Raises:
        SearchedNothing: the text cannot be a certificate number.
    """
    indexes = person_indexes(text)
    with database.transaction() as sql:
        sql.execute(
            """(SELECT certificate_index FROM person WHERE certificate_index = ANY(%s) LIMIT 1)
               UNION ALL
               (SELECT subject_index FROM service_case WHERE subject_index = ANY(%s) LIMIT 1)""",
            (indexes, indexes),
        )
        row = sql.fetchone()
        found = bytes(row[0]) if row else indexes[0]
        audit_log.record(
            sql,
            action="console.search_person",
            object_id=operator,
            operator=f"officer:{operator}",
            facts={"subject": found.hex()[:16], "found": row is not None},
        )
    return found
