"""What is handed in with an application (受理材料), and by which ways it may come."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from yibao.catalogue.condition import Condition


class MaterialSource(StrEnum):
    """How a material reached the case."""

    UPLOAD = "upload"
    SHARED = "shared"
    PLEDGE = "pledge"


@dataclass(frozen=True)
class Material:
    """One document that a service needs.

    ``code`` is stable and travels; ``when`` says in which situation it is needed; ``shared_from``
    names the register that is asked first, so that the person need not bring what the state
    already has; ``pledge_text`` is what the person signs where a written pledge (告知承诺)
    may stand in for the document, empty where it may not.
    """

    code: str
    name: str
    when: Condition | None = None
    for_agent_only: bool = False
    is_required: bool = True
    shared_from: str = ""
    pledge_text: str = ""
    hint: str = ""

    @property
    def sources(self) -> tuple[MaterialSource, ...]:
        """Return the ways in which this material may be given."""
        ways = [MaterialSource.UPLOAD]
        if self.shared_from:
            ways.insert(0, MaterialSource.SHARED)
        if self.pledge_text:
            ways.append(MaterialSource.PLEDGE)
        return tuple(ways)


AGENT_MANDATE = Material(
    "agent_mandate",
    "授权委托书",
    for_agent_only=True,
    hint="写明委托谁、办什么事、到什么时候，并由委托人签名。拍照上传即可。",
)
