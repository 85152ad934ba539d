"""What situations are made of: people with accounts, sharings, and what they owe."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from yibao.accounts import ledger, opening
from yibao.accounts.example_people import LI_SI, WANG_WU, ZHAO_LIU
from yibao.accounts.kinds import EntryKind, Kinship, ShareState
from yibao.accounts.ledger import Posting
from yibao.accounts.tax_confirmation import REGISTER as TAX_OFFICE
from yibao.catalogue.case import Identity
from yibao.catalogue.situations import Persona, Setting, set_up
from yibao.contributions import api as contributions
from yibao.enrolment import api as enrolment
from yibao.kernel import identifiers
from yibao.kernel.money import Money
from yibao.persons import api as persons
from yibao.persons import outside
from yibao.persons.api import Stamp
from yibao.platform.clock import CHINA
from yibao.reference import parameters

PREMIUM_YEAR = 2027
REGION = "520103"
FIRST, SECOND = Persona.of(WANG_WU), Persona.of(ZHAO_LIU)
LI = Persona.of(LI_SI)

# Nothing is deleted: what a former example left has ended, or made room.
_END = """
UPDATE account_share SET state = 'ended', position = NULL, ended_at = %(at)s
WHERE (grantor_id = %(person)s OR user_id = %(person)s) AND state <> 'ended'
"""
_FORGET_STRANGERS = """
UPDATE account_share SET state = 'ended', position = NULL, ended_at = %(at)s
WHERE user_id = %(user)s AND state <> 'ended'
  AND grantor_id IN (SELECT id FROM person WHERE certificate_type = '08')
"""
_SHARE = """
INSERT INTO account_share (id, number, grantor_id, user_id, kinship, state, position, starts_on,
  single_limit_fen, yearly_limit_fen, case_number, registered_at)
VALUES (%(id)s, %(number)s, %(grantor)s, %(user)s, %(kinship)s, %(state)s::varchar,
  CASE WHEN %(state)s::varchar IN ('valid', 'paused') THEN 1 + (
    SELECT count(*) FROM account_share WHERE user_id = %(user)s AND position IS NOT NULL) END,
  %(starts_on)s, NULL, NULL, '', %(at)s)
"""
_COMPACT = """
UPDATE account_share s SET position = ranked.place FROM (
  SELECT id, row_number() OVER (PARTITION BY user_id ORDER BY position) AS place
  FROM account_share WHERE position IS NOT NULL) AS ranked
WHERE s.id = ranked.id AND s.position <> ranked.place
"""
MAKE_ROOM = """
UPDATE contribution_due SET state = 'refunded' WHERE person_id = %s AND year = %s
  AND state NOT IN ('cancelled', 'refunding', 'refunded')
"""
_PAID_PREMIUM = """
INSERT INTO premium_payment (id, number, payer_id, payee_id, kinship, due_id, entry_id, year,
  amount_fen, state, tax_reference, case_number, operator, submitted_at, closed_at)
VALUES (%(id)s, %(number)s, %(payer)s, %(payee)s, 'spouse', %(due)s, %(entry)s, %(year)s,
  %(fen)s, 'paid', 'TV-1', '', 'system', %(at)s, %(at)s)
"""
_MAKE_ROOM_FOR_PAYMENT = """
UPDATE premium_payment SET state = 'reversed' WHERE payee_id = %s AND year = %s
"""


COUNT_GRANTORS = "SELECT count(*) FROM account_share WHERE user_id = %s AND state <> 'ended'"


def with_account(setting: Setting, money: Money) -> UUID:
    """Insure the persona as an employee with so much in the account, shared with nobody."""
    person_id = employee_with(setting, money)
    end_sharings(setting, person_id)
    return person_id


def employee_with(setting: Setting, money: Money) -> UUID:
    """Insure the persona as an employee with so much in the account; return the person's id."""
    set_up("enrolment.employee", setting)
    person_id = person_id_of(setting)
    have(setting, person_id, money)
    return person_id


def have(setting: Setting, person_id: UUID, money: Money) -> None:
    """Give the person an account in order with exactly this balance."""
    sql, stamp = setting.sql, stamp_of(setting.today)
    sql.execute(
        "SELECT 1 FROM personal_account WHERE person_id = %s AND state <> 'closed'", (person_id,)
    )
    if sql.fetchone() is None:
        opening.open_account(sql, person_id, stamp=stamp)
    opening.unfreeze(sql, person_id, stamp=stamp)
    missing = money - opening.balance(sql, person_id)
    reference = f"S-{identifiers.new_id(stamp.at)}"
    if missing.fen > 0:
        ledger.credit(sql, person_id, missing, Posting(EntryKind.ALLOCATION, reference, stamp))
    elif missing.fen < 0:
        ledger.debit(sql, person_id, -missing, Posting(EntryKind.CARE, reference, stamp))


def share(
    setting: Setting, grantor_id: UUID, user_id: UUID, relation: Kinship, state: ShareState
) -> UUID:
    """Write a sharing, last in the order of its user; return its id."""
    stamp = stamp_of(setting.today)
    identifier = identifiers.new_id(stamp.at)
    sequence = identifier.int % 9_999_999 + 1
    values = {
        "id": identifier,
        "number": identifiers.document_number("FS", "520100", setting.today, sequence),
        "grantor": grantor_id,
        "user": user_id,
        "kinship": relation.value,
        "state": state.value,
        "starts_on": setting.today,
        "at": stamp.at,
    }
    setting.sql.execute(_SHARE, values)
    return identifier


def end_sharings(setting: Setting, person_id: UUID) -> None:
    """End every sharing of a person; the others of the same users close ranks."""
    values = {"person": person_id, "at": stamp_of(setting.today).at}
    setting.sql.execute(_END, values)
    setting.sql.execute(_COMPACT)


def person_id_of(setting: Setting) -> UUID:
    """Return the id of the persona, whom the register knows."""
    person = persons.find_by_identity(setting.sql, setting.persona.identity)
    if person is None:
        raise LookupError("the situation needs a known person first")
    return person.id


def stamp_of(today: date) -> Stamp:
    """Return who writes, and when: the system, in the morning."""
    return Stamp("", "system", datetime.combine(today, time(9), CHINA))


def most(name: str, setting: Setting) -> int:
    """Return a policy number of sharings."""
    return parameters.whole_number(f"accounts.{name}", day=setting.today, region=REGION)


def strangers(setting: Setting, count: int) -> list[UUID]:
    """Register people whom nobody knows, as many as asked for."""
    stamp, made = stamp_of(setting.today), list[UUID]()
    for _ in range(count):
        number = f"S{identifiers.new_id(stamp.at).int % 10**12:012d}"
        identity = Identity("08", number, "测试家人")
        said = persons.Details(
            identity=identity,
            birth=persons.Birth(date(1980, 1, 1), "1"),
            phone="",
            living_region=REGION,
            living_address="",
            household_kind="",
        )
        made.append(persons.register_or_update(setting.sql, said, known=None, stamp=stamp).id)
    return made


def id_of(setting: Setting, who: Persona) -> UUID:
    """Return the id of somebody else whom the register knows."""
    return person_id_of(Setting(setting.sql, who, setting.today))


def with_resident(setting: Setting) -> UUID:
    """Give the persona an account, and insure 李四 as a resident; return her id."""
    with_account(setting, Money(50_000))
    other = Setting(setting.sql, LI, setting.today)
    set_up("enrolment.resident", other)
    user_id = person_id_of(other)
    setting.sql.execute(_FORGET_STRANGERS, {"user": user_id, "at": stamp_of(setting.today).at})
    setting.sql.execute(_COMPACT)
    return user_id


def shared(setting: Setting, state: ShareState) -> UUID:
    """Give the persona 500 yuan and a sharing with 李四; return her id."""
    user_id = with_resident(setting)
    share(setting, person_id_of(setting), user_id, Kinship.SPOUSE, state)
    return user_id


def user_of(setting: Setting, grantors: list[tuple[Persona, Kinship]], state: ShareState) -> None:
    """Make the persona a resident with these grantors: 王五 has 120 yuan, 赵六 500."""
    set_up("enrolment.resident", setting)
    end_sharings(setting, person_id_of(setting))
    user_id = person_id_of(setting)
    for who, relation in grantors:
        other = Setting(setting.sql, who, setting.today)
        grantor_id = employee_with(other, Money(12_000 if who is FIRST else 50_000))
        share(setting, grantor_id, user_id, relation, state)


def with_premium_due(setting: Setting, money: Money, *, days: int) -> UUID:
    """Let 李四, who may use the persona's account, owe the premium; return the due.

    ``days`` from today are left for paying.
    """
    payee_id = shared(setting, ShareState.VALID)
    have(setting, person_id_of(setting), money)
    sql, stamp = setting.sql, stamp_of(setting.today)
    sql.execute(MAKE_ROOM, (payee_id, PREMIUM_YEAR))
    sql.execute(_MAKE_ROOM_FOR_PAYMENT, (payee_id, PREMIUM_YEAR))
    held = enrolment.active_enrolment(sql, payee_id)
    if held is None:
        raise LookupError("the situation needs an enrolled resident first")
    due = contributions.ResidentDue(
        payee_id, held.enrolment_id, REGION, PREMIUM_YEAR, setting.today + timedelta(days=days)
    )
    outside.simulate(sql, TAX_OFFICE, LI.identity, "")
    return contributions.raise_resident_due(sql, due, case_number="", now=stamp.at).id


def paid_premium(setting: Setting, due_id: UUID) -> None:
    """Pay the due of 李四 from the account of the persona; the tax office has confirmed it."""
    sql, stamp = setting.sql, stamp_of(setting.today)
    payer_id, payee_id = person_id_of(setting), id_of(setting, LI)
    identifier = identifiers.new_id(stamp.at)
    number = identifiers.document_number(
        "PP", "520100", setting.today, identifier.int % 9_999_999 + 1
    )
    premium = contributions.premium(REGION, PREMIUM_YEAR)
    posting = Posting(EntryKind.PREMIUM, number, stamp, payee_id)
    entry = ledger.debit(sql, payer_id, premium, posting)
    values = {
        "id": identifier,
        "number": number,
        "payer": payer_id,
        "payee": payee_id,
        "due": due_id,
        "entry": entry.id,
        "year": PREMIUM_YEAR,
        "fen": premium.fen,
        "at": stamp.at,
    }
    sql.execute(_PAID_PREMIUM, values)
    contributions.record_payment(sql, due_id, paid_on=setting.today, operator="system")
