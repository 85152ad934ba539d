"""The examples in a rule file: what they may say. ``worlds.py`` turns them into records.

An example is read by a policy officer and run by both evaluators::

    - title: 男性患者开具限女性使用的药
      kind: positive                     # positive, negative or boundary
      given:
        patient: {sex: 女, born: 1980-05-01}
        encounter: {from: 2026-03-02, setting: outpatient, level: 2}
        lines:
          - {line: a, item: ZD01CAA0063010104080, at: 2026-03-02, quantity: 2, price: 25.00}
        others: []                       # further encounters, each with its own lines
        knowledge:
          - {code: ZD01CAA0063010104080, listed: "|2|"}
      expect:                            # or: expect: none
        - {violating: [a], amount: 50.00}

Prices and amounts are yuan, quantities units, ages and limits whole numbers. Where a limit or a
measure is not a plain whole number, the unit is written: ``{yuan: 100}``, ``{quantity: 1.5}``,
``{price: 12.5}``.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

Kind = Literal["positive", "negative", "boundary"]


class Amount(Struct, frozen=True, forbid_unknown_fields=True):
    """A number with its unit; exactly one of the three."""

    yuan: Decimal | int | None = None
    quantity: Decimal | int | None = None
    price: Decimal | int | None = None


Number = int | Amount


class GivenPatient(Struct, frozen=True, forbid_unknown_fields=True):
    """The insured person; ``name`` only matters where an example has several."""

    name: str = "P1"
    sex: Literal["男", "女", "未知"] | None = None
    born: date | None = None
    died: date | None = None


class GivenDiagnosis(Struct, frozen=True, forbid_unknown_fields=True):
    """A diagnosis that is not simply the first (main) or a later one of the list."""

    code: str
    main: bool = False


class GivenOperation(Struct, frozen=True, forbid_unknown_fields=True):
    """An operation with its time (``2026-03-02 09:30``) and incision class."""

    code: str
    main: bool = False
    at: str | None = None
    incision: str | None = None


class GivenLine(Struct, frozen=True, forbid_unknown_fields=True):
    """An order or fee line. The amount is quantity times price unless it is written."""

    line: str
    item: str
    at: str
    """Day or day and time."""
    price: Decimal | int | None = None
    amount: Decimal | int | None = None
    quantity: Decimal | int = 1
    kind: Literal["drug", "decoction", "service", "consumable"] | None = None
    """Read from the shape of the national code where it is not written."""
    charge: str | None = None
    """Charge class (med_chrgitm_type), such as 06 for an operation fee."""
    fund: bool = True
    days: int | None = None
    daily_dose: Decimal | int | None = None
    prescription: str | None = None
    prescribed: Decimal | int | None = None
    list_amount: Decimal | int | None = None
    department: str | None = None
    doctor_grade: int | None = None
    uploaded: str | None = None
    trace: str | None = None


class GivenEncounter(Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from"}):
    """One visit or stay. ``until`` is the day it ended, the same day where it is not written.

    The first diagnosis and the first operation are the main ones unless written otherwise.
    ``repeat`` makes so many encounters of so many patients, all alike.
    """

    start: str
    until: str | None = None
    name: str = ""
    patient: GivenPatient | None = None
    open: bool = False
    setting: Literal["outpatient", "inpatient", "pharmacy", "internet"] | None = "outpatient"
    level: int | None = None
    hospital: str = "H1"
    type: str | None = None
    insurance: str | None = "310"
    programme: str | None = None
    department: str | None = None
    pregnancy: Literal["none", "planning", "pregnant", "lactating"] | None = None
    total: Decimal | int | None = None
    diagnoses: tuple[str | GivenDiagnosis, ...] = ()
    operations: tuple[str | GivenOperation, ...] = ()
    lines: tuple[GivenLine, ...] = ()
    repeat: int = 1


class GivenKnowledge(
    Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "until"}
):
    """A knowledge row. For a rule without codes: columns that replace the rule's own limits."""

    point: str = ""
    code: str | None = None
    partner: str | None = None
    low: Number | None = None
    high: Number | None = None
    cap: Number | None = None
    days: int | None = None
    listed: str | None = None
    text: bool = False
    """The published limit is a sentence: at most a light suspicion."""
    evidence: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None


class GivenStock(
    Struct, frozen=True, forbid_unknown_fields=True, rename={"start": "from", "end": "until"}
):
    """Stock of an item in an institution over a period, the day ``until`` not included."""

    item: str
    start: date
    end: date
    hospital: str = "H1"
    opening: Decimal | int = 0
    purchased: Decimal | int = 0
    other_in: Decimal | int = 0
    other_out: Decimal | int = 0


class Given(Struct, frozen=True, forbid_unknown_fields=True):
    """What the evaluators are shown."""

    encounter: GivenEncounter
    patient: GivenPatient = GivenPatient()
    lines: tuple[GivenLine, ...] = ()
    others: tuple[GivenEncounter, ...] = ()
    knowledge: tuple[GivenKnowledge, ...] = ()
    stock: tuple[GivenStock, ...] = ()


class Expected(Struct, frozen=True, forbid_unknown_fields=True):
    """A finding that must come out. What is not written is not compared, except the money."""

    measured: Number | None = None
    limit: Number | None = None
    amount: Decimal | int = 0
    """Yuan at stake, by the rule's ``charge``."""
    violating: tuple[str, ...] = ()
    related: tuple[str, ...] | None = None
    severity: int | None = None


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """One example: a title, what is given, what comes out."""

    title: str
    kind: Kind
    given: Given
    expect: Literal["none"] | tuple[Expected, ...]
    note: str = ""

    @property
    def findings(self) -> tuple[Expected, ...]:
        """Return the expected findings, none of them where the example says ``none``."""
        return () if self.expect == "none" else tuple(self.expect)


class Examples(Struct, frozen=True):
    """The examples of one rule file."""

    examples: tuple[Example, ...] = field(default_factory=tuple)
