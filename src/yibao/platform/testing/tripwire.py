"""A test fails when a test person's number, telephone or name reaches a log or the audit trail."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable
from contextlib import suppress

from yibao.platform.testing.persons import EVERYONE


class PersonalDataLeaked(AssertionError):
    """Personal data reached a place where they must not be."""


def leaks_in(text: str) -> list[str]:
    """Return what kinds of personal data of whom the text holds; the data are not repeated."""
    return [
        f"{kind} of {person.role}"
        for person in EVERYONE
        for kind, value in (
            ("identity number", person.identity_number),
            ("telephone number", person.phone),
            ("name", person.name),
        )
        if value and value in text
    ]


class Tripwire(logging.Handler):
    """Looks at every log record: message, arguments, exception text, extra fields."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note what leaks; the test fails at its end, for a handler's errors are swallowed."""
        for leak in leaks_in("\n".join(_texts_of(record))):
            self.found.append(f"{leak} in a log record of {record.name} ({record.pathname})")

    def check(self) -> None:
        """Raise PersonalDataLeaked if anything was found."""
        if self.found:
            raise PersonalDataLeaked("; ".join(dict.fromkeys(self.found)))


def check_audit_trail(alias: str) -> None:
    """Raise PersonalDataLeaked if the audit trail of a database holds personal data.

    A transaction that the test itself broke cannot be looked into and is passed over.
    """
    from django.apps import apps
    from django.db import connections

    if not apps.is_installed("yibao.platform.audit_log") or connections[alias].needs_rollback:
        return
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT action, concat_ws(' ', object_id, operator, case_number, facts)"
            " FROM audit_entry"
        )
        for action, text in cursor:
            if leaks := leaks_in(text):
                raise PersonalDataLeaked(f"{', '.join(leaks)} in an audit entry of {action}")


def _texts_of(record: logging.LogRecord) -> Iterable[str]:
    yield str(record.msg)
    with suppress(TypeError, ValueError):  # the arguments may not fit; they are looked at below
        yield record.getMessage()
    yield repr(record.__dict__)
    if record.exc_info and record.exc_info[1]:
        yield "".join(traceback.format_exception(record.exc_info[1]))
