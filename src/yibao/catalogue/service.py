"""A service (事项), declared once: everything else is read from this object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic

from yibao.catalogue.case import F, IdentityLevel
from yibao.catalogue.material import AGENT_MANDATE, Material
from yibao.catalogue.relative_days import resolved
from yibao.catalogue.workflow import R, Workflow


@dataclass(frozen=True)
class Example:
    """A worked case that becomes a test, a sandbox case and a sample in the documentation.

    ``answers`` and ``materials`` are as they travel, but for days that are told from today (see
    ``relative_days``): :meth:`answers_on` puts in the dates. ``given`` names a situation that a test and
    the sandbox set up first (see the domain's ``situations.py``). ``person`` and ``agent`` are test
    persons; without ``agent`` the person acts alone. ``fails_with`` is the code of the expected
    refusal; ``under_review`` says that an officer must decide.
    """

    title: str
    answers: Mapping[str, object] = field(default_factory=dict)
    materials: Mapping[str, str] = field(default_factory=dict)
    given: str = ""
    person: str = "张三"
    fails_with: str = ""
    under_review: bool = False
    agent: str = ""

    def answers_on(self, today: date) -> dict[str, object]:
        """Return the answers as they travel when the example is played on ``today``."""
        return resolved(self.answers, today)


@dataclass(frozen=True, kw_only=True)
class Service(Generic[F, R]):
    """One of the 114 items of the access guide.

    ``number``, ``name`` and ``group`` are those of the access guide; ``operation`` is the name in
    the API. ``answers`` and ``result`` are types: what is asked and what is given back.
    ``working_days`` is the time limit (0: at once). ``version`` grows when the contract changes; a
    case keeps the version that it was opened under. ``counter_ways`` tells how the same thing is
    done without a screen.
    """

    number: int
    operation: str
    name: str
    summary: str
    who: str
    basis: Sequence[str]
    answers: type[F]
    result: type[R]
    workflow: Workflow[F, R]
    identity_level: IdentityLevel
    materials: Sequence[Material] = ()
    working_days: int = 0
    agents_allowed: bool = True
    national_code: str = ""
    archive_class: str = ""
    risk_points: Sequence[str] = ()
    counter_ways: str = "到参保地医保经办窗口，或拨打12393咨询，也可请村（社区）代办点帮办。"
    version: int = 1
    examples: Sequence[Example] = ()

    def all_materials(self) -> list[Material]:
        """Return the materials, with the mandate of an agent where agents are allowed."""
        mandate = [AGENT_MANDATE] if self.agents_allowed and not self.workflow.is_query else []
        return [*self.materials, *mandate]

    def material(self, code: str) -> Material | None:
        """Return the material with this code."""
        return next((m for m in self.all_materials() if m.code == code), None)


AnyService = Service[Any, Any]
