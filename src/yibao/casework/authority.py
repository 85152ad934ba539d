"""Who may ask for what: level of identification, agents and their mandates (R-G1, R-G2)."""

from __future__ import annotations

from datetime import date

from yibao.casework.errors import (
    AgentIsSubject,
    AgentNotAllowed,
    AgentNotMandated,
    AgentTooYoung,
    GuardianNeeded,
    IdentityLevelTooLow,
)
from yibao.casework.identities import RESIDENT_IDENTITY_CARD, index_of
from yibao.catalogue.case import Agent, Identity, IdentityLevel
from yibao.catalogue.material import AGENT_MANDATE
from yibao.catalogue.service import AnyService
from yibao.kernel import identity_number
from yibao.platform.database import Sql
from yibao.reference import parameters

# National code table of agent relations: 5 父母. Other guardians show a document.
PARENTS = frozenset({"5"})
_ORDER = {IdentityLevel.PUBLIC: 0, IdentityLevel.REAL_NAME: 2, IdentityLevel.STRONG: 3}
_LEVEL_NAMES = {
    IdentityLevel.REAL_NAME: "实名登录",
    IdentityLevel.STRONG: "人脸或医保码核验",
}


def check_level(service: AnyService, level: IdentityLevel) -> None:
    """Refuse a caller who was identified less surely than the service needs."""
    needed = service.identity_level
    if _ORDER[level] < _ORDER[needed]:
        raise IdentityLevelTooLow(needed=_LEVEL_NAMES[needed], level=needed.value)


def check_acting(service: AnyService, subject: Identity, agent: Agent | None, today: date) -> None:
    """Refuse an agent where none is allowed, one who is no other person, and a child who acts."""
    if agent is not None:
        _check_agent(service, subject, agent.identity, today)
    elif not service.workflow.is_query and _is_child(subject, today):
        raise GuardianNeeded(age=_age_of_acting_alone(today))


def _check_agent(service: AnyService, subject: Identity, agent: Identity, today: date) -> None:
    if not service.agents_allowed:
        raise AgentNotAllowed
    if index_of(agent) == index_of(subject):
        raise AgentIsSubject
    if _is_child(agent, today):
        raise AgentTooYoung(age=_age_of_acting_alone(today))


def needs_mandate(
    sql: Sql, service: AnyService, subject: Identity, agent: Agent, today: date
) -> bool:
    """Tell whether the agent must hand in a mandate with this case.

    A parent of a child needs none; nor does an agent with a stored mandate.
    """
    if agent.relation in PARENTS and _is_child(subject, today):
        return False
    return not _has_stored_mandate(sql, service, subject, agent, today)


def check_agent_may_read(
    sql: Sql, service: AnyService, subject: Identity, agent: Agent, today: date
) -> None:
    """Refuse a query by an agent without a stored mandate: a query has no materials."""
    if needs_mandate(sql, service, subject, agent, today):
        raise AgentNotMandated(material=AGENT_MANDATE.code)


def _has_stored_mandate(
    sql: Sql, service: AnyService, subject: Identity, agent: Agent, today: date
) -> bool:
    sql.execute(
        """SELECT 1 FROM mandate
           WHERE principal_index = %s AND agent_index = %s AND operation IN ('', %s)
             AND valid_from <= %s AND %s < valid_until AND revoked_at IS NULL LIMIT 1""",
        (index_of(subject), index_of(agent.identity), service.operation, today, today),
    )
    return sql.fetchone() is not None


def _is_child(subject: Identity, today: date) -> bool:
    if subject.certificate_type != RESIDENT_IDENTITY_CARD:
        return False  # other certificates do not tell the age
    born = identity_number.check(subject.certificate_number).birth_date
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return age < _age_of_acting_alone(today)


def _age_of_acting_alone(today: date) -> int:
    return parameters.whole_number(
        "casework.age_of_acting_alone", day=today, region=parameters.NATION
    )
