"""What an import would do, worked out before anything is written.

A point is never edited. A later publication of the same point closes the old one on the day from
which the new one is valid; an earlier one, imported late, ends where its successor begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec import Struct, field

from yibao.supervision.knowledge.batches import batches, is_revision
from yibao.supervision.knowledge.errors import BatchesMixed, BatchUnknown
from yibao.supervision.knowledge.facts import Candidate, Point, point_id
from yibao.supervision.knowledge.limits import TEXT_ONLY, VALUE_APART


class Dating(Struct, frozen=True):
    """What a person says about a file: batch, day of publication, first day of validity."""

    batch: str = ""
    published_on: date | None = None
    valid_from: date | None = None


class Plan(Struct):
    """Points to open and to close; ``conflicts`` would replace others from their first day.

    ``new`` had no earlier edition, ``superseding`` follow one of an earlier batch, ``changed``
    correct one of the same batch; ``closing`` maps a stored point to the day on which it ends. ``unrepeated`` are
    stored points of earlier batches that a revision of their rule does not name; they stay valid.
    """

    new: list[Point] = field(default_factory=list)
    changed: list[Point] = field(default_factory=list)
    superseding: list[Point] = field(default_factory=list)
    unchanged: int = 0
    conflicts: list[Point] = field(default_factory=list)
    closing: dict[str, date] = field(default_factory=dict)
    unrepeated: list[Point] = field(default_factory=list)

    @property
    def opening(self) -> list[Point]:
        """Return every point that would be written, in the order in which they can be."""
        return sorted(
            [*self.new, *self.changed, *self.superseding], key=lambda point: point.valid_from
        )


def plan_import(candidates: Iterable[Candidate], stored: Iterable[Point], dating: Dating) -> Plan:
    """Compare what was read with what is stored.

    Raises:
        BatchUnknown: neither file nor ``dating`` nor the table of batches gives batch and date.
        BatchesMixed: the files name several batches, ``dating`` one.
    """
    plan = Plan()
    editions: dict[tuple[str, str, str], list[Point]] = defaultdict(list)
    for point in stored:
        editions[point.series].append(point)
    dated = _dated_all(list(candidates), dating)
    for point in sorted(dated, key=lambda point: point.valid_from):
        _place(plan, point, editions[point.series])
    revised = {point.rule: point for point in dated if is_revision(point.batch)}
    plan.unrepeated = [
        point
        for of_series in editions.values()
        for point in of_series
        if point.rule in revised and point.batch != revised[point.rule].batch
        if point.holds_on(revised[point.rule].valid_from)
    ]
    return plan


def _dated_all(candidates: list[Candidate], dating: Dating) -> list[Point]:
    named = {candidate.batch for candidate in candidates} - {""}
    if dating.batch and len(named) > 1:
        raise BatchesMixed(batches=len(named), batch=dating.batch)
    return [_dated(candidate, dating) for candidate in candidates]


def _dated(candidate: Candidate, dating: Dating) -> Point:
    number = dating.batch or candidate.batch
    known = batches().get(number)
    published = dating.published_on or candidate.published_on
    published = published or (known.published_on if known else None)
    if not number or published is None:
        raise BatchUnknown(file=candidate.source.file)
    return Point(
        id=point_id(candidate, number),
        rule=candidate.rule,
        name=candidate.name,
        fact=candidate.fact,
        limit=candidate.limit,
        codes=candidate.codes,
        source=candidate.source,
        batch=number,
        published_on=published,
        valid_from=dating.valid_from or published,
        partner=candidate.partner,
        evidence=candidate.evidence,
    )


def _place(plan: Plan, point: Point, editions: list[Point]) -> None:
    """Put a point among the editions of its series, which this changes."""
    related = [edition for edition in editions if _is_edition(edition, point)]
    if any(_says_no_less(edition, point) for edition in related):
        plan.unchanged += 1
        return
    if any(edition.valid_from == point.valid_from for edition in related):
        plan.conflicts.append(point)
        return
    before = max(
        (edition for edition in related if edition.valid_from < point.valid_from),
        key=lambda edition: edition.valid_from,
        default=None,
    )
    after = min(
        (edition.valid_from for edition in related if edition.valid_from > point.valid_from),
        default=None,
    )
    placed = _follow(point, before, after)
    editions.append(placed)
    if before is None:
        plan.new.append(placed)
        return
    (plan.changed if before.batch == point.batch else plan.superseding).append(placed)
    if before.holds_on(placed.valid_from):
        _close(plan, before, placed.valid_from, editions)


def _is_edition(edition: Point, point: Point) -> bool:
    """Tell whether two points of one series are the same thing at different times.

    A revision is, even where every code was replaced. Otherwise two points of one name that share
    no code stand side by side: a substance may appear in several chapters of a catalogue.
    """
    if is_revision(edition.batch) or is_revision(point.batch):
        return True
    return bool(set(edition.codes) & set(point.codes))


def _says_no_less(edition: Point, point: Point) -> bool:
    """Tell whether an edition is the point itself, or the point with its limit told."""
    if edition.id == point.id:
        return True
    return (
        point.rule in VALUE_APART
        and point.fact == TEXT_ONLY
        and edition.batch == point.batch
        and set(edition.codes) == set(point.codes)
    )


def _follow(point: Point, before: Point | None, after: date | None) -> Point:
    """Return the point with its place in time; a limit that it does not tell is carried over."""
    if before is None:
        return msgspec.structs.replace(point, valid_to=after)
    following = msgspec.structs.replace(point, valid_to=after, supersedes=before.id)
    if point.rule not in VALUE_APART or point.fact != TEXT_ONLY:
        return following
    told = msgspec.structs.replace(following, fact=before.fact, limit=before.limit)
    return msgspec.structs.replace(told, id=point_id(told, point.batch))


def _close(plan: Plan, before: Point, day: date, editions: list[Point]) -> None:
    """End an edition on ``day``: in the plan if it is only planned, else in the table."""
    closed = msgspec.structs.replace(before, valid_to=day)
    editions[editions.index(before)] = closed
    for planned in (plan.new, plan.changed, plan.superseding):
        if before in planned:
            planned[planned.index(before)] = closed
            return
    plan.closing[before.id] = day
