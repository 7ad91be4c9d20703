"""What waits at a desk for a person to decide whose matter it is: oldest first, with what the machine proposes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, tuple_
from sqlmodel import Session, col, select

from server.accounts.permissions import Action, Actor, may
from server.accounts.tables import Account, Role
from server.audit import service as audit
from server.cases import access, correcting, deed, sealing, views
from server.cases.access import Reader
from server.cases.rules import CaseState
from server.cases.tables import Barred, CaseExclusion, PetitionCase
from server.contract.v1 import Decision
from server.contract.v1.base import Answer, within_reach
from server.core.work import Work
from server.units import service as units
from server.units.tables import PostRole, UnitKind

PAGE = 20


class Queue(StrEnum):
    #: the machine was not sure, or the unit it named must not have it
    UNSURE = "unsure"
    #: accusations, sealed to the desk that holds them
    ACCUSATIONS = "accusations"
    #: a unit says the matter is not its own
    OBJECTIONS = "objections"
    #: whose matter it is waits for arbitration
    DISPUTES = "disputes"


_STATE = {
    Queue.UNSURE: CaseState.SCREENING,
    Queue.ACCUSATIONS: CaseState.RESTRICTED,
    Queue.OBJECTIONS: CaseState.OBJECTED,
    Queue.DISPUTES: CaseState.DISPUTED,
}


#: whose desks the queues are of
_DESK = frozenset({PostRole.DUTY_OFFICER})
_KINDS = frozenset({UnitKind.PETITION, UnitKind.DISCIPLINE, UnitKind.DISTRICT})


class DeskItem(Answer):
    matter: views.InboxItem
    decision: Decision
    #: units are kept from it; which and why is not said
    withheld: bool
    #: pairs of class and unit a person may choose with one tap, likeliest first; for what waits to be decided
    options: tuple[correcting.OptionView, ...] = ()
    #: sorts of matter that limits depend on, as they are judged so far: danger, utilities, heating_season
    sorts: tuple[str, ...] = ()


class Desk(Answer):
    counts: dict[Queue, int]
    items: tuple[DeskItem, ...]
    #: place to go on from, "" at the end
    after: str


def desk(work: Work, who: Reader, queue: Queue, after: str = "", limit: int = PAGE) -> Desk:
    """Return a page of a queue, and how many each queue holds: the same condition, so that counts and lists agree."""
    statement = select(PetitionCase).where(_waiting(who, queue))
    order = (col(PetitionCase.registered_at), col(PetitionCase.id))
    if after:
        statement = statement.where(tuple_(*order) > place(after))
    found = work.session.exec(statement.order_by(*order).limit(limit + 1)).all()
    shown = found[:limit]
    withheld = _withheld(work.session, [case.id for case in shown])
    audit.record(work, "desk.read", f"account:{who.account}")
    return Desk(
        counts=_counts(work.session, who),
        items=tuple(
            DeskItem(
                matter=matter,
                decision=sealing.decision(work.vault, case),
                withheld=case.id in withheld,
                options=correcting.proposed(work, case) if queue is Queue.UNSURE else (),
                sorts=tuple(case.sorts.split()),
            )
            for case, matter in zip(shown, views.items(work, who, shown), strict=True)
        ),
        after=f"{shown[-1].registered_at.isoformat()}_{shown[-1].id}" if len(found) > limit else "",
    )


def decides(session: Session, account: Account) -> bool:
    """Tell whether one of these queues can ever hold something for this account."""
    if may(Actor(Role(account.role)), Action.ARBITRATE):
        return True
    kept = (units.unit(session, code) for code, role in units.posts_of(session, account.username) if role in _DESK)
    return any(one is not None and one.kind in _KINDS for one in kept)


def place(after: str) -> tuple[datetime, str]:
    """Read where the page before ended; raise INVALID_REQUEST for what no page ever gave."""
    moment, _, case_id = after.partition("_")
    try:
        at = within_reach(datetime.fromisoformat(moment))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not case_id:
        raise deed.invalid("页码不能使用。", "This place is not one that a page gave.", "after")
    return at, case_id


def _waiting(who: Reader, *queues: Queue) -> ColumnElement[bool]:
    return and_(access.visible(who), col(PetitionCase.state).in_([_STATE[queue] for queue in queues]))


def _counts(session: Session, who: Reader) -> dict[Queue, int]:
    state = col(PetitionCase.state)
    found = dict(session.exec(select(state, func.count()).where(_waiting(who, *Queue)).group_by(state)).all())
    return {queue: found.get(_STATE[queue], 0) for queue in Queue}


def _withheld(session: Session, case_ids: Sequence[str]) -> set[str]:
    """Return those of these matters that units are kept away from."""
    away = select(CaseExclusion.case_id).where(
        col(CaseExclusion.case_id).in_(case_ids), CaseExclusion.kind == Barred.UNIT
    )
    return set(session.exec(away).all())
