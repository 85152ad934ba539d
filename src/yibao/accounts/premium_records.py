"""代缴记录: what an account paid for oneself or others, and what others paid for oneself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from yibao.accounts.forms import ROWS, PremiumRecordsQuestion
from yibao.accounts.kinds import SEEN_BY_USER, Kinship, PremiumState
from yibao.accounts.premiums import ONESELF
from yibao.accounts.queries import moment, person_of
from yibao.accounts.results import PremiumRecord, PremiumRecords
from yibao.catalogue.case import Case
from yibao.kernel.masking import mask_other_person
from yibao.kernel.money import Money
from yibao.persons.sealing import NAME, unseal

_RECORDS = """
WITH mine AS (
  SELECT * FROM premium_payment WHERE payer_id = %(person)s
    AND (%(year)s::int IS NULL OR year = %(year)s::int)
  UNION
  SELECT * FROM premium_payment WHERE payee_id = %(person)s
    AND (%(year)s::int IS NULL OR year = %(year)s::int)
)
SELECT total.count, m.number, m.payer_id, payer.name_sealed, payee.name_sealed, m.kinship, m.year,
       m.amount_fen, m.state, m.submitted_at, m.tax_reference
FROM (SELECT count(*) AS count FROM mine) AS total
LEFT JOIN (SELECT * FROM mine ORDER BY submitted_at DESC, id DESC
           LIMIT %(rows)s OFFSET %(offset)s) AS m ON true
LEFT JOIN person payer ON payer.id = m.payer_id
LEFT JOIN person payee ON payee.id = m.payee_id
ORDER BY m.submitted_at DESC, m.id DESC
"""


def premium_records(case: Case[PremiumRecordsQuestion]) -> PremiumRecords:
    """Return one page of the premiums that the person paid, or that were paid for him."""
    answers = case.answers
    page, size = answers.page or 1, answers.page_size or ROWS
    person_id = person_of(case)
    values = {
        "person": person_id,
        "year": answers.year,
        "rows": size,
        "offset": (page - 1) * size,
    }
    case.sql.execute(_RECORDS, values, prepare=True)
    rows = case.sql.fetchall()
    records = [_record(row, person_id) for row in rows if row[1] is not None]
    return PremiumRecords(records, rows[0][0], page, "" if records else "没有代缴记录。")


def _record(row: tuple[Any, ...], person_id: UUID | None) -> PremiumRecord:
    _, number, payer_id, payer, payee, kinship, year, fen, state, at, voucher = row
    to_payee = Kinship(kinship).label if kinship else ONESELF
    to_payer = SEEN_BY_USER[Kinship(kinship)].label if kinship else ONESELF
    is_payer = payer_id == person_id
    return PremiumRecord(
        order_number=number,
        payer=mask_other_person(unseal(payer, NAME), ONESELF if is_payer else to_payer),
        payee=mask_other_person(unseal(payee, NAME), to_payee if is_payer else ONESELF),
        year=year,
        amount=str(Money(fen).yuan),
        state=PremiumState(state).label,
        submitted=moment(at),
        tax_reference=voucher,
    )
