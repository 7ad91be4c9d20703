"""What waits at a desk for a person to decide whose matter it is: oldest first, with what the machine proposes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, tuple_
from sqlmodel import Session, col, select

from server.accounts.permissions import Action, Actor, may
from server.accounts.tables import Account, Role
from server.audit import service as audit
from server.cases import access, correcting, deed, repository, sealing, views
from server.cases.access import Reader
from server.cases.rules import CaseState
from server.cases.tables import PetitionCase
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


def desk(work: Work, who: Reader, queue: Queue, after: str = "") -> Desk:
    """Return a page of a queue, and how many each queue holds: the same condition, so that counts and lists agree."""
    statement = select(PetitionCase).where(_waiting(who, queue))
    order = (col(PetitionCase.registered_at), col(PetitionCase.id))
    if after:
        statement = statement.where(tuple_(*order) > place(after))
    found = work.session.exec(statement.order_by(*order).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    audit.record(work, "desk.read", f"account:{who.account}")
    return Desk(
        counts={one: _count(work, who, one) for one in Queue},
        items=tuple(
            DeskItem(
                matter=matter,
                decision=sealing.decision(work.vault, case),
                withheld=bool(repository.barred_units(work.session, case.id)),
                options=correcting.proposed(work, case) if queue is Queue.UNSURE else (),
                sorts=tuple(case.sorts.split()),
            )
            for case, matter in zip(shown, views.items(work, who, shown), strict=True)
        ),
        after=f"{shown[-1].registered_at.isoformat()}_{shown[-1].id}" if len(found) > PAGE else "",
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


def _waiting(who: Reader, queue: Queue) -> ColumnElement[bool]:
    return and_(access.visible(who), col(PetitionCase.state) == _STATE[queue])


def _count(work: Work, who: Reader, queue: Queue) -> int:
    return work.session.exec(select(func.count()).select_from(PetitionCase).where(_waiting(who, queue))).one()
