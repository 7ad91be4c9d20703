"""Notices of the person signed in: GET /api/v1/stream, the list, read receipts, Web Push; failures for administrators."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from pydantic import Field

from server.accounts.api import COOKIE, AccountDep, ChangingDep
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.contract.v1 import API
from server.contract.v1.base import Answer
from server.contract.v1.base import Request as Message
from server.core.errors import not_found
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.notify import failures, outbox, subscriptions, vapid
from server.notify.hub import Hub
from server.notify.stream import EventStream
from server.notify.tables import Notice
from server.notify.webpush import Subscription

router = APIRouter(prefix=API, tags=["notices"])
_OWN = [permit(Action.OWN_ACCOUNT)]
_ADMINISTER = [permit(Action.ADMINISTER)]

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


class NoticeView(Answer):
    id: int
    kind: str
    case_id: str
    #: what it opens instead of the file of the matter, "" for the file
    page: str = ""
    title: str
    body: str
    urgency: str
    created_at: datetime
    #: shown, and opened
    seen_at: datetime | None
    read_at: datetime | None


class NoticeList(Answer):
    unread: int
    items: tuple[NoticeView, ...]


class SeenRequest(Message):
    ids: tuple[Annotated[int, Field(ge=1, le=2**31 - 1)], ...] = Field(max_length=500)


class PushView(Answer):
    """`key` is what a browser subscribes with; empty when this centre sends no Web Push."""

    key: str
    subscriptions: int


class Endpoint(Message):
    endpoint: str = Field(max_length=1000)


class FailedView(Answer):
    id: int
    account: str
    kind: str
    channel: str
    target: str
    attempts: int
    created_at: datetime
    failed_at: datetime | None
    reason: str


class FailedList(Answer):
    items: tuple[FailedView, ...]


class Retried(Answer):
    tried: int


class GiveUpRequest(Message):
    reason: str = Field(min_length=2, max_length=300)


class Receipt(Answer):
    """Who was told of a matter, and when it reached them."""

    account: str
    kind: str
    created_at: datetime
    delivered_at: datetime | None
    seen_at: datetime | None
    read_at: datetime | None
    #: until when it must be read, before a deputy is told; None: no such clock runs
    unread_due_at: datetime | None


class Receipts(Answer):
    items: tuple[Receipt, ...]


@router.get("/stream", response_class=EventStream, status_code=200, dependencies=_OWN)
async def stream(
    request: Request,
    signed_in: AccountDep,
    centre: CentreDep,
    board: bool = False,
    last_event_id: Annotated[str, Header()] = "",
) -> EventStream:
    """`board`: also events named `board` whenever a step was taken with a matter this person may see: ask again."""
    hub = request.app.state.hub
    assert isinstance(hub, Hub)
    token = request.cookies.get(COOKIE, "")
    return EventStream(hub, centre, signed_in.account.username, token, last_event_id, board=board)


@router.get("/notices", dependencies=_OWN)
def notices(
    signed_in: AccountDep,
    session: SessionDep,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> NoticeList:
    """Newest first; the next page begins `before` the last id."""
    account = signed_in.account.username
    found = outbox.of_account(session, account, limit=limit, before=before)
    return NoticeList(unread=outbox.unread(session, account), items=tuple(_view(notice) for notice in found))


@router.post("/notices/seen", status_code=204, dependencies=_OWN)
def seen(body: SeenRequest, signed_in: ChangingDep, session: SessionDep, now: NowDep) -> None:
    """Say that these were shown; those of others are left alone."""
    outbox.mark_seen(session, signed_in.account.username, body.ids, now)


@router.post("/notices/{number}/read", status_code=204, dependencies=_OWN)
def read(number: Number, signed_in: ChangingDep, session: SessionDep, now: NowDep) -> None:
    """Say that this one was opened; again changes nothing. Opening the matter says it too."""
    found = session.get(Notice, number)
    if found is None or found.account != signed_in.account.username:
        raise not_found()
    outbox.mark_read(session, signed_in.account.username, now, notice_id=number)


@router.get("/push", dependencies=_OWN)
def push(signed_in: AccountDep, session: SessionDep, centre: CentreDep) -> PushView:
    return PushView(key=push_key(centre), subscriptions=subscriptions.count(session, signed_in.account.username))


@router.post("/push/subscriptions", status_code=201, dependencies=_OWN)
def subscribe(
    body: Subscription, signed_in: ChangingDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> Response:
    """Send this browser notices from now on."""
    account = signed_in.account.username
    subscriptions.remember(Work(session, centre, now, f"account:{account}"), account, body)
    return Response(status_code=201)


@router.post("/push/unsubscribe", status_code=204, dependencies=_OWN)
def unsubscribe(body: Endpoint, signed_in: ChangingDep, session: SessionDep, centre: CentreDep, now: NowDep) -> None:
    account = signed_in.account.username
    subscriptions.forget(Work(session, centre, now, f"account:{account}"), account, body.endpoint)


@router.get("/notices/failed", dependencies=_ADMINISTER)
def failed(_signed_in: AccountDep, session: SessionDep) -> FailedList:
    return FailedList(
        items=tuple(FailedView.model_validate(one, from_attributes=True) for one in failures.failed(session))
    )


@router.post(
    "/notices/failed/{number}/retry",
    status_code=204,
    dependencies=_ADMINISTER,
)
def retry(number: Number, signed_in: ChangingDep, session: SessionDep, centre: CentreDep, now: NowDep) -> None:
    failures.retry(Work(session, centre, now, f"account:{signed_in.account.username}"), number)


@router.post("/notices/failed/{number}/drop", status_code=204, dependencies=_ADMINISTER)
def drop(
    number: Number, body: GiveUpRequest, signed_in: ChangingDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> None:
    """Give it up for good; the reason stays with it."""
    failures.drop(Work(session, centre, now, f"account:{signed_in.account.username}"), number, body.reason)


@router.post("/notices/failed/retry", dependencies=_ADMINISTER)
def retry_all(signed_in: ChangingDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Retried:
    """Try everything again that was given up."""
    return Retried(tried=failures.retry(Work(session, centre, now, f"account:{signed_in.account.username}")))


def receipt_routes(visible_case: Callable[..., str]) -> APIRouter:
    """Return the routes that need to know who may see a matter; `visible_case` answers that."""
    routes = APIRouter(prefix=API, tags=["notices"])

    @routes.get("/petitions/{case_id}/receipts", dependencies=[permit(Action.READ_CASES)])
    def receipts(session: SessionDep, matter: str = Depends(visible_case)) -> Receipts:
        # a default, not an annotation: names of this function are unknown where annotations are read
        found = outbox.of_case(session, matter)
        return Receipts(items=tuple(Receipt.model_validate(one, from_attributes=True) for one in found))

    return routes


def push_key(centre: CentreDep) -> str:
    """Return the public key of Web Push, "" when this centre has none."""
    try:
        return vapid.load(centre.settings.push_key_path).public
    except vapid.PushKeyTrouble:
        return ""


def _view(notice: Notice) -> NoticeView:
    return NoticeView.model_validate(notice, from_attributes=True)
