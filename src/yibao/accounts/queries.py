"""What the account queries answer (services 70 and 72): at most three statements each."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from yibao.accounts.errors import PeriodTooLong
from yibao.accounts.forms import ROWS, EntriesQuestion
from yibao.accounts.kinds import AccountState, Direction, EntryKind, ShareRole
from yibao.accounts.ledger import year_begins
from yibao.accounts.results import AccountInformation, LedgerEntry, LedgerPage, summary
from yibao.accounts.sharings import open_sharings
from yibao.catalogue.case import Case
from yibao.catalogue.form import NoAnswers
from yibao.kernel.masking import mask_name
from yibao.kernel.money import Money
from yibao.kernel.months import add_months
from yibao.kernel.period import Period
from yibao.persons import api as persons
from yibao.persons.sealing import NAME, unseal
from yibao.platform.clock import CHINA
from yibao.reference import parameters

NO_ACCOUNT = "没有查到个人账户。参加职工医保后由经办机构建立。"

# Money of earlier years is spent first (docs/explanation/domain.md 2.6), so what is left of this
# year's income is the smaller of that income and the balance.
_ACCOUNT = """
SELECT a.state, a.balance_fen, coalesce(y.received, 0), coalesce(y.spent, 0),
       coalesce(y.added, 0), last.at
FROM (
  SELECT id, state, balance_fen FROM personal_account WHERE person_id = %(person)s
  ORDER BY (state = 'closed'), opened_at DESC LIMIT 1
) AS a
LEFT JOIN LATERAL (
  SELECT sum(amount_fen) FILTER (WHERE direction = 'credit')::bigint AS received,
         sum(amount_fen) FILTER (WHERE direction = 'debit')::bigint AS spent,
         sum(CASE direction WHEN 'credit' THEN amount_fen ELSE -amount_fen END) FILTER (
           WHERE (direction = 'credit') = (kind <> 'reversal'))::bigint AS added
  FROM account_entry e WHERE e.personal_account_id = a.id AND e.at >= %(year)s
) AS y ON true
LEFT JOIN LATERAL (
  SELECT at FROM account_entry e WHERE e.personal_account_id = a.id ORDER BY sequence DESC LIMIT 1
) AS last ON true
"""
_ENTRIES = """
WITH mine AS (
  SELECT e.*, a.opened_at, a.person_id FROM personal_account a
  JOIN account_entry e ON e.personal_account_id = a.id
  WHERE a.person_id = %(person)s AND e.at >= %(since)s AND e.at < %(until)s
    AND (%(kind)s::text IS NULL OR e.kind = %(kind)s::text)
)
SELECT total.count, m.at, m.kind, m.direction, m.amount_fen, m.balance_after_fen,
       m.provider_name, m.reference, p.name_sealed
FROM (SELECT count(*) AS count FROM mine) AS total
LEFT JOIN (SELECT * FROM mine ORDER BY opened_at DESC, sequence DESC
           LIMIT %(rows)s OFFSET %(offset)s) AS m ON true
LEFT JOIN person p ON p.id = m.used_by_id AND p.id <> m.person_id
ORDER BY m.opened_at DESC, m.sequence DESC
"""


def person_of(case: Case[Any]) -> UUID | None:
    """Return the id of the person who asks, or None when the register has nobody.

    Raises:
        PersonNameDiffers: the register has another name for the certificate.
    """
    person = persons.find_by_identity(case.sql, case.subject)
    return person.id if person else None


def moment(at: datetime) -> str:
    """Return an instant as a person reads it, in China, to the minute."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def account_information(case: Case[NoAnswers]) -> AccountInformation:
    """Return the state of the person's account, and with whom it is shared."""
    person_id = person_of(case)
    row = None
    if person_id is not None:
        values = {"person": person_id, "year": year_begins(case.now.astimezone(CHINA))}
        case.sql.execute(_ACCOUNT, values, prepare=True)
        row = case.sql.fetchone()
    sharings = open_sharings(case.sql, person_id, case.now) if person_id else []
    state, balance, received, spent, added, last = row or ("", 0, 0, 0, 0, None)
    current = max(0, min(balance, added))
    return AccountInformation(
        state=AccountState(state).label if state else "没有账户",
        balance=_yuan(balance),
        current_year_balance=_yuan(current),
        earlier_balance=_yuan(balance - current),
        received_in_year=_yuan(received),
        spent_in_year=_yuan(spent),
        last_entry=moment(last) if last else "",
        shared_with=[summary(s) for s in sharings if s.role is ShareRole.GRANTOR],
        shared_by=[summary(s) for s in sharings if s.role is ShareRole.USER],
        note="" if row else NO_ACCOUNT,
    )


def entries(case: Case[EntriesQuestion]) -> LedgerPage:
    """Return one page of the ledger of the person.

    Raises:
        PeriodEndsTooEarly: the two days are the wrong way round.
        PeriodTooLong: more months than are told at a time.
    """
    answers = case.answers
    _check_period(case)
    page, size = answers.page or 1, answers.page_size or ROWS
    person_id = person_of(case)
    values = {
        "person": person_id,
        "since": datetime.combine(answers.since, time(), CHINA),
        "until": datetime.combine(answers.until + timedelta(days=1), time(), CHINA),
        "kind": answers.kind.value if answers.kind else None,
        "rows": size,
        "offset": (page - 1) * size,
    }
    case.sql.execute(_ENTRIES, values, prepare=True)
    rows = case.sql.fetchall()
    found = [_entry(row) for row in rows if row[1] is not None]
    note = "" if found else "这段时间没有收支记录。"
    return LedgerPage(found, rows[0][0], page, note)


def _check_period(case: Case[EntriesQuestion]) -> None:
    answers = case.answers
    Period.through(answers.since, answers.until)
    months = parameters.whole_number(
        "accounts.most_months_of_a_query", day=case.today, region=parameters.NATION
    )
    if add_months(answers.since, months) <= answers.until:
        raise PeriodTooLong(months=months)


def _entry(row: tuple[Any, ...]) -> LedgerEntry:
    _, at, kind, direction, fen, after, provider, reference, used_by = row
    return LedgerEntry(
        at=moment(at),
        kind=EntryKind(kind).label,
        direction=Direction(direction).label,
        amount=_yuan(fen),
        balance_after=_yuan(after),
        provider_name=provider,
        user=mask_name(unseal(used_by, NAME)) if used_by else "",
        reference=reference,
    )


def _yuan(fen: int) -> str:
    return str(Money(fen).yuan)
