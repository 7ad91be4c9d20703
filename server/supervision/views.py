"""What readers are shown: the board, and everything under their charge at a glance. Counts are those of the lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal_column
from sqlmodel import Session, col, select

from server.audit import service as audit
from server.cases import views, wording
from server.cases.access import Reader
from server.cases.rules import CaseState
from server.cases.tables import PetitionCase
from server.clocks.book import book_of
from server.contract.v1.base import Answer
from server.core.work import Work
from server.notify.tables import Notice, NoticeKind
from server.supervision import board, people, reminding
from server.supervision.board import Late, Pressing, Wanted
from server.supervision.figures import Figures, figures
from server.units import service as units


class BoardRow(Answer):
    matter: views.InboxItem
    unit: str
    #: how often its unit was reminded
    reminders: int


class UnitCount(Answer):
    unit: str
    unit_name: str
    overdue: int
    near: int


class LateBoard(Answer):
    items: tuple[BoardRow, ...]
    #: of the whole list
    total: int
    units: tuple[UnitCount, ...]
    counts: dict[Pressing, int]
    #: place to go on from, "" at the end
    after: str


class StateCount(Answer):
    state: CaseState
    text: str
    count: int


class RuleCount(Answer):
    rule: str
    name: str
    count: int


class Overview(Answer):
    """Everything under somebody's charge. `came`: registered since midnight."""

    came: int
    pressing: dict[Pressing, int]
    states: tuple[StateCount, ...]
    #: overdue matters by the limit that is over
    rules: tuple[RuleCount, ...]
    watched: int
    #: today's bulletin in words, "" before it is written
    bulletin: str


class Glance(Answer):
    """What a leader sees first."""

    figures: Overview
    loudest: tuple[BoardRow, ...]
    watched: tuple[BoardRow, ...]


def show(work: Work, who: Reader, wanted: Wanted, after: str = "") -> LateBoard:
    """Return a page of the board of supervision. Raise FORBIDDEN for who does not supervise."""
    people.check(work.session, who)
    late = board.late(work.session, who, work.now)
    return _page(work, who, late, wanted, after).model_copy(
        update={
            "units": tuple(
                UnitCount(
                    unit=row.unit,
                    unit_name=_unit(work.session, row.unit),
                    overdue=row.counts.get(Pressing.OVERDUE, 0),
                    near=row.counts.get(Pressing.NEAR, 0),
                )
                for row in late.by_unit()
            )
        }
    )


def matters(work: Work, who: Reader, wanted: Wanted, after: str = "") -> LateBoard:
    """Return a page of the matters of this reader, without the table of units."""
    return _page(work, who, board.late(work.session, who, work.now), wanted, after)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of matters and how many there are, without what presses of the others."""

    items: tuple[BoardRow, ...]
    total: int
    after: str


def listed(work: Work, who: Reader, wanted: Wanted, after: str = "") -> Listed:
    """As `matters`, for who does not show the counts beside the list."""
    return _listed(work, who, board.wanted_of(work.session, who, work.now, wanted), wanted, after)


def _listed(work: Work, who: Reader, late: Late, wanted: Wanted, after: str) -> Listed:
    audit.record(work, "board.read", f"account:{who.account}")
    leaf = board.leaf(work.session, who, late, wanted, after)
    return Listed(_rows(work, who, leaf.cases), board.count(work.session, who, late, wanted), leaf.after)


def _page(work: Work, who: Reader, late: Late, wanted: Wanted, after: str) -> LateBoard:
    found, counts = _listed(work, who, late, wanted, after), {one: late.count(one) for one in Pressing}
    return LateBoard(items=found.items, total=found.total, units=(), counts=counts, after=found.after)


def _rows(work: Work, who: Reader, cases: Sequence[PetitionCase]) -> tuple[BoardRow, ...]:
    times = reminding.times(work, [case.id for case in cases])
    return tuple(
        BoardRow(matter=item, unit=case.holder, reminders=times.get(case.id, 0))
        for case, item in zip(cases, views.items(work, who, cases), strict=True)
    )


def glance(work: Work, who: Reader, few: int) -> Glance:
    """Return the leader's page: the figures, a few of what presses most, a few of what is followed."""
    audit.record(work, "overview.read", f"account:{who.account}")
    seen = figures(work.session, who, work.now, few)
    followed = board.listed(work.session, who, work.now, Wanted(watched=True), limit=few).cases
    return Glance(
        figures=_overview(work, who, seen),
        loudest=_rows(work, who, board.these(work.session, list(dict.fromkeys(seen.loudest))[:few])),
        watched=_rows(work, who, followed),
    )


def overview(work: Work, who: Reader) -> Overview:
    """Return the figures of the leader's page."""
    audit.record(work, "overview.read", f"account:{who.account}")
    return _overview(work, who, figures(work.session, who, work.now, 0))


def _overview(work: Work, who: Reader, seen: Figures) -> Overview:
    session = work.session
    return Overview(
        came=board.number(session, who, work.now, Wanted(today=True)),
        pressing=dict(seen.pressing),
        states=tuple(
            StateCount(state=state, text=wording.state_text(state), count=number)
            for state, number in seen.states.items()
        ),
        rules=tuple(
            RuleCount(rule=rule, name=rule_name(session, rule), count=number) for rule, number in seen.overdue.items()
        ),
        watched=board.number(session, who, work.now, Wanted(watched=True)),
        bulletin=_bulletin(session, who, work.now),
    )


def rule_name(session: Session, rule: str) -> str:
    """Return what people call a limit, its code for one no regime on file has."""
    found = (one.name for regime in book_of(session).regimes for one in regime.rule if one.id == rule)
    return next(found, rule)


def _unit(session: Session, code: str) -> str:
    found = units.ref(session, code)
    return found.name if found else code


def _bulletin(session: Session, who: Reader, now: datetime) -> str:
    wanted = select(Notice.body).where(
        Notice.account == who.account,
        # written out for the index that holds nothing else
        col(Notice.kind) == literal_column(f"'{NoticeKind.BULLETIN}'"),
        col(Notice.created_at) >= board.midnight(now),
    )
    return session.exec(wanted.order_by(col(Notice.id).desc()).limit(1)).first() or ""
