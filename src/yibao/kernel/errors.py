"""Everything that can go wrong on purpose.

DomainError
├── Invalid        an answer cannot be right                    422
├── Refused        policy says no                               409
├── NotFound       there is no such thing, or not for you       404
├── Conflict       it was done before, or somebody was faster   409
├── NotPermitted   you may not                                  403
└── Unavailable    not now; try again after a while             503

Anything else is a bug. A concrete error declares its code, its sentence and its remedy once, in
the ``errors.py`` of its package; the place that raises it passes facts, never sentences.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar


class DomainError(Exception):
    """Something that a person or a programme can put right.

    ``code`` is stable for ever (``package.what_is_wrong``). ``message`` is one plain sentence with
    ``{fact}`` placeholders. ``fix`` says what to do. ``at`` names the field, as a path such as
    ``answers.starts_on``; an instance may point elsewhere by passing ``at=``.
    """

    code: ClassVar[str]
    message: ClassVar[str]
    fix: ClassVar[str] = ""
    status: ClassVar[int] = 400
    retryable: ClassVar[bool] = False
    at: str = ""

    def __init__(self, *, at: str = "", **facts: object) -> None:
        super().__init__(self.code)
        self.facts = facts
        if at:
            self.at = at

    def __str__(self) -> str:
        return self.message.format(**self.facts)

    def to_dict(self) -> dict[str, object]:
        """Return the error as it travels: code, message, at, retryable, fix."""
        return {
            "code": self.code,
            "message": str(self),
            "at": self.at,
            "retryable": self.retryable,
            "fix": self.fix.format(**self.facts),
        }


class Invalid(DomainError):
    """An answer cannot be right."""

    status = 422


class Refused(DomainError):
    """Policy says no."""

    status = 409


class NotFound(DomainError):
    """There is no such thing, or none that this caller may see."""

    status = 404


class Conflict(DomainError):
    """It was done before, or somebody was faster."""

    status = 409


class NotPermitted(DomainError):
    """The caller may not do this."""

    status = 403


class Unavailable(DomainError):
    """Not now: something that we depend on does not answer. Try again after ``retry_after`` s."""

    status = 503
    retryable = True
    retry_after: ClassVar[int] = 5


class Several(Exception):
    """All that is wrong with one request, so that it can be put right in one go."""

    def __init__(self, errors: Iterable[DomainError]) -> None:
        self.errors: list[DomainError] = list(errors)
        super().__init__(", ".join(error.code for error in self.errors))

    @property
    def status(self) -> int:
        """Return the HTTP status of the first error."""
        return self.errors[0].status
