"""The duty roster of a unit (值班表): who keeps its desk at which hours. Its head edits it; whoever works there reads it.

The roster says who is expected to answer first. Notices still go to every duty officer of the unit: a roster that somebody
forgot to write must not make a matter wait.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from pydantic import Field
from sqlmodel import col, select

from server.accounts import naming
from server.audit import service as audit
from server.cases import deed
from server.cases.access import Reader
from server.contract.v1.base import Answer, AwareDatetime, Request
from server.core.errors import not_found
from server.core.work import Work
from server.units import service as units
from server.units.tables import DutyTurn, PostRole

#: a turn is a day or a weekend, not a month
LONGEST = timedelta(days=7)
#: turns that are over stay on the list for so long
_KEPT = timedelta(days=2)
_POSTS = (PostRole.DUTY_OFFICER, PostRole.HEAD)


class TurnRequest(Request):
    unit: str = Field(min_length=1, max_length=40)
    account: str = Field(min_length=1, max_length=60)
    begins_at: AwareDatetime
    ends_at: AwareDatetime


class TurnView(Answer):
    id: str
    unit: str
    account: str
    name: str
    begins_at: AwareDatetime
    ends_at: AwareDatetime
    #: on duty at this moment
    now: bool
    #: taken off the roster, and may be put back
    removed: bool
    made_by: str


class RosterPerson(Answer):
    account: str
    name: str


class UnitRoster(Answer):
    unit: str
    unit_name: str
    #: on duty by the roster, else everybody of the desk
    on_duty: tuple[RosterPerson, ...]
    #: False: the roster names nobody now
    planned: bool
    turns: tuple[TurnView, ...]
    #: who may be put on it
    people: tuple[RosterPerson, ...]
    editable: bool


class Roster(Answer):
    units: tuple[UnitRoster, ...]


def roster(work: Work, who: Reader, unit: str = "") -> Roster:
    """Return the rosters of the reader's units, or of one of them; raise NOT_FOUND for a unit that is not theirs."""
    mine = sorted(who.units | who.heads)
    if unit and unit not in mine:
        raise not_found()
    audit.record(work, "duty.read", f"account:{who.account}")
    return Roster(
        units=tuple(_unit(work, who, code) for code in ([unit] if unit else mine) if units.works(work.session, code))
    )


def add(work: Work, who: Reader, body: TurnRequest) -> TurnView:
    """Put somebody on the roster. Raise NOT_FOUND, FORBIDDEN, INVALID_REQUEST for hours that cannot be, for somebody who
    keeps no desk there, and for hours that this person has already."""
    _may_edit(who, body.unit)
    if body.account not in {one.account for one in units.people(work.session, body.unit, *_POSTS)}:
        raise deed.invalid(
            "值班人员应当是本单位的值班员或者负责人。", "Only who keeps the desk of this unit.", "account"
        )
    if not body.begins_at < body.ends_at <= body.begins_at + LONGEST:
        raise deed.invalid("结束时间应在开始之后、7日之内。", "A turn ends after it begins, within 7 days.", "ends_at")
    if body.ends_at <= work.now:
        raise deed.invalid("值班时间已经过去。", "These hours are over.", "ends_at")
    turn = DutyTurn(
        id=uuid.uuid4().hex,
        unit=body.unit,
        account=body.account,
        begins_at=body.begins_at,
        ends_at=body.ends_at,
        made_by=who.account,
        made_at=work.now,
    )
    _refuse_twice(work, turn)
    work.session.add(turn)
    work.session.flush()
    audit.record(work, "duty.added", f"unit:{turn.unit}")
    return _views(work, [turn])[0]


def remove(work: Work, who: Reader, turn_id: str) -> TurnView:
    """Take a turn off the roster; it can be put back. A second time changes nothing."""
    turn = _find(work, who, turn_id)
    if turn.removed_at is None:
        turn.removed_at, turn.removed_by = work.now, who.account
        work.session.add(turn)
        audit.record(work, "duty.removed", f"unit:{turn.unit}")
    return _views(work, [turn])[0]


def restore(work: Work, who: Reader, turn_id: str) -> TurnView:
    turn = _find(work, who, turn_id)
    if turn.removed_at is not None:
        _refuse_twice(work, turn)
        turn.removed_at, turn.removed_by = None, ""
        work.session.add(turn)
        audit.record(work, "duty.restored", f"unit:{turn.unit}")
    return _views(work, [turn])[0]


def _may_edit(who: Reader, unit: str) -> None:
    if unit not in who.units | who.heads:
        raise not_found()
    if unit not in who.heads:
        raise deed.not_yours()


def _find(work: Work, who: Reader, turn_id: str) -> DutyTurn:
    turn = work.session.get(DutyTurn, turn_id, with_for_update=True)
    if turn is None:
        raise not_found()
    _may_edit(who, turn.unit)
    return turn


def _refuse_twice(work: Work, turn: DutyTurn) -> None:
    over = (col(DutyTurn.begins_at) < turn.ends_at, col(DutyTurn.ends_at) > turn.begins_at)
    same = (DutyTurn.unit == turn.unit, DutyTurn.account == turn.account, col(DutyTurn.removed_at).is_(None))
    if work.session.exec(select(DutyTurn.id).where(*same, *over)).first() is not None:
        raise deed.invalid("这段时间已经排了该人员值班。", "This person is on duty then already.", "begins_at")


def _unit(work: Work, who: Reader, code: str) -> UnitRoster:
    recent = (DutyTurn.unit == code, col(DutyTurn.ends_at) > work.now - _KEPT)
    rows = work.session.exec(select(DutyTurn).where(*recent).order_by(col(DutyTurn.begins_at), DutyTurn.id)).all()
    turns = _views(work, rows)
    people = tuple(
        RosterPerson(account=one.account, name=one.holder) for one in units.people(work.session, code, *_POSTS)
    )
    desk = tuple(
        RosterPerson(account=one.account, name=one.holder)
        for one in units.people(work.session, code, PostRole.DUTY_OFFICER)
    )
    planned = tuple(RosterPerson(account=one.account, name=one.name) for one in turns if one.now)
    found = units.ref(work.session, code)
    return UnitRoster(
        unit=code,
        unit_name=found.name if found else code,
        on_duty=planned or desk,
        planned=bool(planned),
        turns=turns,
        people=people,
        editable=code in who.heads,
    )


def _views(work: Work, rows: Sequence[DutyTurn]) -> tuple[TurnView, ...]:
    names = naming.names(work.session, [name for row in rows for name in (row.account, row.made_by)])
    return tuple(
        TurnView(
            id=row.id,
            unit=row.unit,
            account=row.account,
            name=names.get(row.account, row.account),
            begins_at=row.begins_at,
            ends_at=row.ends_at,
            now=row.removed_at is None and row.begins_at <= work.now < row.ends_at,
            removed=row.removed_at is not None,
            made_by=names.get(row.made_by, row.made_by),
        )
        for row in rows
    )
