"""Handing an application in, exactly once.

The request number was issued with the draft. Whoever clicks twice, goes back or loads the page
again sends the same number; the engine answers it as the first time.
"""

from __future__ import annotations

import msgspec

from yibao.casework import engine
from yibao.casework.submission import Submission
from yibao.kernel.errors import DomainError, Several
from yibao.platform import clock, database
from yibao.platform.crypto import sm3
from yibao.platform.database import Sql
from yibao.portal import drafts, paperwork
from yibao.portal.applying import Application
from yibao.portal.drafts import Problem
from yibao.portal.signed_in import SignedIn
from yibao.portal.wording import present

_KEEP_OWN = """
INSERT INTO portal_submission (case_number, person_index, submitted_at) VALUES (%s, %s, %s)
ON CONFLICT (case_number) DO NOTHING
"""


def submit(application: Application) -> str:
    """Hand the application in and return the number of its case.

    Case, receipt and emptied draft are kept together or not at all.

    Raises:
        DomainError, Several: why not; the draft remembers it for its pages.
    """
    problems = application.all_problems()
    if problems:
        raise Several(problems)
    try:
        with database.transaction() as sql:
            outcome = engine.perform_within(sql, _submission(application))
            assert outcome.receipt is not None  # noqa: S101 - an application always has a case
            keep_own(sql, application.person, outcome.receipt.number)
            drafts.mark_submitted(sql, application.draft, outcome.receipt.number)
    except (DomainError, Several) as wrong:
        _remember(application, present(wrong))
        raise
    return outcome.receipt.number


def keep_own(sql: Sql, person: SignedIn, case_number: str) -> None:
    """Remember who handed the case in, so that he finds it among his own."""
    sql.execute(_KEEP_OWN, (case_number, person.index, clock.now()))


def place_of(at: str, application: Application) -> str:
    """Return the place of an error with a material named by its code, not by its position."""
    head, _, tail = at.partition(".")
    if head != "materials" or not tail.isdecimal():
        return at
    items = paperwork.travelling(application.materials, application.content.papers)
    return f"materials.{items[int(tail)]['code']}" if int(tail) < len(items) else "materials"


def _submission(application: Application) -> Submission:
    content = {
        "operation": application.service.operation,
        "subject": application.subject,
        "agent": application.agent,
        "answers": application.answers,
        "materials": paperwork.travelling(application.materials, application.content.papers),
    }
    canonical = msgspec.json.encode(content, order="deterministic")
    return Submission(
        service=application.service,
        caller=application.person.caller(),
        subject=application.subject,
        agent=application.agent,
        answers=application.answers,
        materials=paperwork.travelling(application.materials, application.content.papers),
        request_number=application.draft.request_number,
        digest=sm3.digest(canonical),
    )


def _remember(application: Application, problems: list[Problem]) -> None:
    application.content.problems = [
        Problem(place_of(each.at, application), each.message, each.fix) for each in problems
    ]
    drafts.save(application.draft)
