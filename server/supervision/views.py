"""What readers are shown: the board, and everything under their charge at a glance. Counts are those of the lists."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from server.audit import service as audit
from server.cases import views, wording
from server.cases.access import Reader
from server.cases.rules import CaseState
from server.clocks.book import book_of
from server.contract.v1.base import Answer
from server.core.work import Work
from server.notify.tables import Notice, NoticeKind
from server.supervision import board, people, reminding
from server.supervision.board import Pressing, Wanted
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


def show(work: Work, who: Reader, wanted: Wanted, after: str = "") -> LateBoard:
    """Return a page of the board of supervision. Raise FORBIDDEN for who does not supervise."""
    people.check(work.session, who)
    found = matters(work, who, wanted, after)
    rows = board.by_unit(work.session, who, work.now)
    return found.model_copy(
        update={
            "units": tuple(
                UnitCount(
                    unit=row.unit,
                    unit_name=_unit(work.session, row.unit),
                    overdue=row.counts.get(Pressing.OVERDUE, 0),
                    near=row.counts.get(Pressing.NEAR, 0),
                )
                for row in rows
            )
        }
    )


def matters(work: Work, who: Reader, wanted: Wanted, after: str = "") -> LateBoard:
    """Return a page of the matters of this reader, without the table of units."""
    session = work.session
    leaf = board.leaf(session, who, work.now, wanted, after)
    items = views.items(work, who, leaf.cases)
    times = reminding.times(work, [case.id for case in leaf.cases])
    audit.record(work, "board.read", f"account:{who.account}")
    return LateBoard(
        items=tuple(
            BoardRow(matter=item, unit=case.holder, reminders=times.get(case.id, 0))
            for case, item in zip(leaf.cases, items, strict=True)
        ),
        total=board.count(session, who, work.now, wanted),
        units=(),
        counts=_pressing(work, who),
        after=leaf.after,
    )


def overview(work: Work, who: Reader) -> Overview:
    """Return the figures of the leader's page."""
    session = work.session
    audit.record(work, "overview.read", f"account:{who.account}")
    return Overview(
        came=board.count(session, who, work.now, Wanted(today=True)),
        pressing=_pressing(work, who),
        states=tuple(
            StateCount(state=state, text=wording.state_text(state), count=number)
            for state, number in board.by_state(session, who).items()
        ),
        rules=tuple(
            RuleCount(rule=rule, name=rule_name(session, rule), count=number)
            for rule, number in board.by_rule(session, who, work.now, Pressing.OVERDUE).items()
        ),
        watched=board.count(session, who, work.now, Wanted(watched=True)),
        bulletin=_bulletin(session, who, work.now),
    )


def rule_name(session: Session, rule: str) -> str:
    """Return what people call a limit, its code for one no regime on file has."""
    found = (one.name for regime in book_of(session).regimes for one in regime.rule if one.id == rule)
    return next(found, rule)


def _pressing(work: Work, who: Reader) -> dict[Pressing, int]:
    return {one: board.count(work.session, who, work.now, Wanted(pressing=one)) for one in Pressing}


def _unit(session: Session, code: str) -> str:
    found = units.ref(session, code)
    return found.name if found else code


def _bulletin(session: Session, who: Reader, now: datetime) -> str:
    wanted = select(Notice.body).where(
        Notice.account == who.account,
        Notice.kind == NoticeKind.BULLETIN,
        col(Notice.created_at) >= board.midnight(now),
    )
    return session.exec(wanted.order_by(col(Notice.id).desc()).limit(1)).first() or ""
