"""JSON routes of the administration: the state of the centre, what was changed, and master data row by row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import Field

from server.accounts.asking import ChangingDep
from server.accounts.permissions import Action, Actor, may
from server.accounts.permit import permit
from server.accounts.tables import Role
from server.administration import glance as glances
from server.administration import listing, planned, undoing
from server.administration.doors import ChangingWork, LookingWork
from server.contract.v1 import API, ErrorCode
from server.contract.v1.base import Answer
from server.contract.v1.base import Request as Message
from server.core.errors import HallError
from server.core.time import local
from server.exchange import keeping
from server.exchange.tables import Subject, table
from server.revisions import service as revisions
from server.revisions.tables import ChangeAct, ChangeKind

router = APIRouter(prefix=f"{API}/admin", tags=["administration"])
_ADMINISTER, _OVERSEE = [permit(Action.ADMINISTER)], [permit(Action.OVERSEE)]
Batch = Annotated[str, Path(max_length=32)]
Key = Annotated[str, Path(max_length=120)]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Text = Annotated[str, Query(max_length=120)]


class PartView(Answer):
    key: str
    name: str
    name_en: str
    level: glances.HealthLevel
    said: str
    said_en: str


class Glance(Answer):
    level: glances.HealthLevel
    parts: tuple[PartView, ...]


class ChangeView(Answer):
    """One object that was changed. `before` and `after`: null for one that did not exist."""

    id: int
    batch: str
    kind: ChangeKind
    key: str
    number: int
    at: datetime
    actor: str
    act: ChangeAct
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    undone: bool


class ChangeList(Answer):
    items: tuple[ChangeView, ...]
    #: asked for with the next page; null: this is the last
    before: int | None


class Done(Answer):
    """`batch` names the change in the history; "" when nothing had to be changed, or on a later day."""

    batch: str


class RowView(Answer):
    key: str
    row: dict[str, str]


class RowList(Answer):
    count: int
    items: tuple[RowView, ...]
    after: str


class RowChange(Message):
    """The whole row as it is to be; null takes it away. `day`: from then on; null: now."""

    row: dict[str, Annotated[str, Field(max_length=1000)]] | None
    day: date | None = None


class Dissolution(Message):
    successor: str = Field(min_length=1, max_length=40)
    day: date


class PlannedView(Answer):
    id: int
    kind: str
    key: str
    after: dict[str, Any] | None
    day: date
    actor: str


class PlannedList(Answer):
    items: tuple[PlannedView, ...]


@router.get("/glance", dependencies=_OVERSEE)
def glance(work: LookingWork) -> Glance:
    found = glances.parts(work)
    shown = tuple(PartView.model_validate(one, from_attributes=True) for one in found)
    return Glance(level=glances.worst(found), parts=shown)


@router.get("/changes", dependencies=_OVERSEE)
def changes(
    work: LookingWork,
    kind: ChangeKind | None = None,
    key: Text = "",
    actor: Annotated[str, Query(max_length=80)] = "",
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> ChangeList:
    """Newest first."""
    wanted = revisions.Wanted(kind.value if kind else "", key, actor, before)
    rows = revisions.listed(work.session, wanted, revisions.PAGE + 1)
    shown = rows[: revisions.PAGE]
    undone = revisions.undone(work.session, [row.batch for row in shown])
    items = tuple(
        ChangeView(
            id=row.id or 0,
            batch=row.batch,
            kind=ChangeKind(row.kind),
            key=row.key,
            number=row.number,
            at=row.at,
            actor=row.actor,
            act=ChangeAct(row.act),
            before=undoing.shown(ChangeKind(row.kind), revisions.state_of(row.before)),
            after=undoing.shown(ChangeKind(row.kind), revisions.state_of(row.after)),
            undone=row.batch in undone,
        )
        for row in shown
    )
    return ChangeList(items=items, before=shown[-1].id if len(rows) > len(shown) else None)


@router.post("/changes/{batch}/undo", dependencies=_OVERSEE)
def undo(batch: Batch, who: ChangingDep, work: ChangingWork) -> Done:
    """A new change that brings back what was before; CONFLICT when something was changed since."""
    allow_undo(Role(who.account.role), work, batch)
    return Done(batch=undoing.undo(work, who.account.username, batch))


@router.get("/rows/{subject}", dependencies=_ADMINISTER)
def rows(
    subject: Subject,
    work: LookingWork,
    q: Text = "",
    unit: Text = "",
    region: Text = "",
    kind: Text = "",
    on: date | None = None,
    after: Text = "",
) -> RowList:
    """One page in the order of the keys. `q` stands anywhere in a row; `on`: rows that hold on that day."""
    found = listing.leaf(work.session, subject, listing.Wanted(q, unit, region, kind, on, after))
    return RowList(
        count=found.count,
        items=tuple(RowView(key=key, row=dict(row)) for key, row in found.rows),
        after=found.after,
    )


@router.put("/rows/{subject}/{key}", dependencies=_ADMINISTER)
def change_row(subject: Subject, key: Key, body: RowChange, work: ChangingWork) -> Done:
    """Bring one row to this state, checked as a file would be."""
    columns = table(subject).columns
    if body.row is not None and (set(body.row) != set(columns) or table(subject).key(body.row) != key):
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            f"应当给出全部列，且与主键一致：{'、'.join(columns)}。",
            f"Give every column, and the key that belongs to them: {', '.join(columns)}.",
            fields=("row",),
        )
    return Done(batch=planned.change(work, subject, key, body.row, body.day or local(work.now).date()))


@router.post("/units/{code}/dissolve", dependencies=_ADMINISTER)
def dissolve(code: Key, body: Dissolution, work: ChangingWork) -> Done:
    return Done(batch=keeping.dissolve(work, code, body.successor, body.day))


@router.get("/planned", dependencies=_ADMINISTER)
def every_planned(work: LookingWork) -> PlannedList:
    """Changes that are made on a day to come."""
    return PlannedList(
        items=tuple(
            PlannedView(
                id=row.id or 0,
                kind=row.kind,
                key=row.key,
                after=dict(state) if (state := revisions.state_of(row.after)) is not None else None,
                day=row.day,
                actor=row.actor,
            )
            for row in planned.waiting(work.session)
        )
    )


@router.post("/planned/{number}/cancel", status_code=204, dependencies=_ADMINISTER)
def cancel(number: Number, work: ChangingWork) -> None:
    planned.cancel(work, number)


def allow_undo(role: Role, work: LookingWork, batch: str) -> None:
    """Raise FORBIDDEN unless this role undoes changes of this kind."""
    kind, _ = revisions.batch_of(work.session, batch)
    if not may(Actor(role), undoing.needed(kind)):
        raise HallError(
            ErrorCode.FORBIDDEN,
            "您的岗位不能撤销这一类修改。",
            "Your role cannot undo changes of this kind.",
            "请由相应岗位办理 · Ask somebody whose role it is.",
        )
