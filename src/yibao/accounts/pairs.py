"""What decides about a new sharing, read once for a case; both people's sharings stay locked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from yibao.accounts.errors import RelativeNotEligible
from yibao.accounts.expiry import end_expired
from yibao.accounts.forms import ShareRegistration
from yibao.accounts.sharings import lock_people
from yibao.casework.identities import RESIDENT_IDENTITY_CARD
from yibao.catalogue.case import Case, Identity
from yibao.enrolment import api as enrolment
from yibao.enrolment.api import ActiveEnrolment
from yibao.persons import api as persons
from yibao.persons.api import KnownPerson, Survival
from yibao.persons.errors import PersonNameDiffers
from yibao.platform.database import Sql

EMPLOYEE_INSURANCE = "310"

# A circle is looked for among the people whom the user's own account reaches: a family, not more.
_STANDING = """
WITH RECURSIVE reached (person_id) AS (
  SELECT %(user)s::uuid
  UNION
  SELECT s.user_id FROM account_share s JOIN reached ON s.grantor_id = reached.person_id
  WHERE s.state <> 'ended')
SELECT
  (SELECT state FROM personal_account WHERE person_id = %(grantor)s AND state <> 'closed'),
  (SELECT count(*) FROM account_share WHERE grantor_id = %(grantor)s AND state <> 'ended'),
  (SELECT count(*) FROM account_share WHERE user_id = %(user)s AND state <> 'ended'),
  EXISTS (SELECT FROM account_share WHERE grantor_id = %(grantor)s AND user_id = %(user)s
          AND state <> 'ended')
  OR %(grantor)s::uuid IN (SELECT person_id FROM reached)
"""


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """Grantor and user, and how they stand. Personal data: never into a log.

    ``user`` is None when nobody insured here has this name and number; then nothing else of a
    user is known. ``region`` is where the grantor is insured.
    """

    grantor: KnownPerson | None
    user: KnownPerson | None
    user_identity: Identity
    region: str
    is_employee: bool
    account_state: str | None
    user_count: int
    grantor_count: int
    is_shared: bool


_read: WeakKeyDictionary[Case[Any], Pair] = WeakKeyDictionary()


def pair_of(case: Case[ShareRegistration]) -> Pair:
    """Return the two people of a registration.

    Raises:
        PersonNameDiffers, PersonDied: about the grantor.
    """
    pair = _read.get(case)
    if pair is None:
        pair = _read[case] = _pair(case)
    return pair


def insured_relative(sql: Sql, identity: Identity) -> tuple[KnownPerson, ActiveEnrolment]:
    """Return a relative who is alive and insured here.

    Raises:
        RelativeNotEligible: one sentence for every reason, so that nobody learns of a stranger
            whether a number and a name belong together.
    """
    try:
        person = persons.find_by_identity(sql, identity)
    except PersonNameDiffers as differs:
        raise RelativeNotEligible from differs
    if person is None or person.survival is Survival.DEAD:
        raise RelativeNotEligible
    enrolled = enrolment.active_enrolment(sql, person.id)
    if enrolled is None:
        raise RelativeNotEligible
    return person, enrolled


def card(number: str, name: str) -> Identity:
    """Return the identity that a resident identity card tells."""
    return Identity(RESIDENT_IDENTITY_CARD, number, name)


def _pair(case: Case[ShareRegistration]) -> Pair:
    identity = card(case.answers.user_identity_number, case.answers.user_name)
    grantor = persons.find_by_identity(case.sql, case.subject)
    enrolled = None
    if grantor is not None:
        persons.is_alive(grantor.survival)
        enrolled = enrolment.active_enrolment(case.sql, grantor.id)
    try:
        user = insured_relative(case.sql, identity)[0]
    except RelativeNotEligible:
        user = None
    state, users, grantors, is_shared = None, 0, 0, False
    if grantor is not None and user is not None:
        state, users, grantors, is_shared = _standing(case, grantor.id, user.id)
    return Pair(
        grantor=grantor,
        user=user,
        user_identity=identity,
        region=enrolled.region if enrolled else "",
        is_employee=enrolled is not None and enrolled.insurance_type == EMPLOYEE_INSURANCE,
        account_state=state,
        user_count=users,
        grantor_count=grantors,
        is_shared=is_shared,
    )


def _standing(
    case: Case[Any], grantor_id: UUID, user_id: UUID
) -> tuple[str | None, int, int, bool]:
    lock_people(case.sql, grantor_id, user_id)
    end_expired(case.sql, case.now, case.today, user_id=user_id)
    values = {"grantor": grantor_id, "user": user_id}
    case.sql.execute(_STANDING, values, prepare=True)
    row = case.sql.fetchone()
    return row or (None, 0, 0, False)
