"""JSON routes of the numbers: a terminal and the reception draw, windows call, screens ask; screens are made and ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path
from sqlmodel import Session

from server.accounts.asking import AccountDep, ChangingDep, KioskDep, ProvedDep, SignedIn
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.accounts.tables import Account
from server.audit import service as audit
from server.calling import desk, displays, rules, service
from server.calling.rules import WindowDeed
from server.calling.service import Line, TicketView, WindowRequest
from server.contract.v1 import API
from server.core.answering import Said
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work

#: tells whether this account may know of the matter of a number
Seen = Callable[[Session, Account, str], bool]

_RECEPTION = [permit(Action.RECEIVE_CASES)]
_ADMINISTER = [permit(Action.ADMINISTER)]
Serial = Annotated[int, Path(ge=1, le=1_000_000)]


def call_routes(seen: Seen) -> APIRouter:
    """Return the routes; `seen` answers who may learn which matter belongs to a number."""
    routes = APIRouter(prefix=API, tags=["calling"], route_class=Said)

    @routes.post("/kiosks/tickets", status_code=201, dependencies=[permit(Action.TERMINAL)])
    def draw_at_kiosk(kiosk: KioskDep, session: SessionDep, centre: CentreDep, now: NowDep) -> TicketView:
        """Draw a number for a visitor who only wants to speak with somebody; a registration draws its own."""
        return service.draw(Work(session, centre, now, f"kiosk:{kiosk.id}"), kiosk.region)

    @routes.get("/calling", dependencies=_RECEPTION)
    def line(who: AccountDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Line:
        """Who waits in my hall today."""
        work = _work(who, session, centre, now)
        hall = desk.hall_of(session, who.account)
        audit.record(work, "queue.read", f"hall:{hall}")
        return known(session, who.account, service.line(session, hall, rules.day_of(now)), seen)

    @routes.post("/calling/tickets", status_code=201, dependencies=_RECEPTION)
    def draw(who: ChangingDep, session: SessionDep, centre: CentreDep, now: NowDep) -> TicketView:
        return service.draw(_work(who, session, centre, now), desk.hall_of(session, who.account))

    @routes.post("/calling/next", dependencies=_RECEPTION)
    def call_next(
        body: WindowRequest, who: ChangingDep, session: SessionDep, centre: CentreDep, now: NowDep
    ) -> TicketView:
        """Call whoever waits longest; whoever was at this window is done."""
        hall = desk.hall_of(session, who.account)
        return _told(who, session, service.call_next(_work(who, session, centre, now), hall, body.window), seen)

    @routes.post("/calling/tickets/{serial}/call", dependencies=_RECEPTION)
    def call_number(
        serial: Serial, body: WindowRequest, who: ChangingDep, session: SessionDep, centre: CentreDep, now: NowDep
    ) -> TicketView:
        """Call one number: A007 is 7. For who was skipped and has come, and for who goes first."""
        hall = desk.hall_of(session, who.account)
        called = service.call_number(_work(who, session, centre, now), hall, serial, body.window)
        return _told(who, session, called, seen)

    @routes.post("/calling/{deed}", dependencies=_RECEPTION)
    def at_window(
        deed: WindowDeed, body: WindowRequest, who: ChangingDep, session: SessionDep, centre: CentreDep, now: NowDep
    ) -> TicketView:
        """Say the number at this window once more, skip it, or let it be done."""
        hall = desk.hall_of(session, who.account)
        found = service.at_window(_work(who, session, centre, now), hall, body.window, deed)
        return _told(who, session, found, seen)

    @routes.get("/displays", dependencies=_ADMINISTER)
    def every(_who: AccountDep, session: SessionDep) -> displays.Displays:
        return displays.every(session)

    @routes.post("/displays", status_code=201, dependencies=_ADMINISTER)
    def make(
        body: displays.DisplayRequest, who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep
    ) -> displays.NewDisplay:
        """Make a screen; its address is answered once."""
        return displays.make(_work(who, session, centre, now), body)

    @routes.post("/displays/{number}/revoke", status_code=204, dependencies=_ADMINISTER)
    def revoke(
        number: Annotated[int, Path(ge=1, le=2**31 - 1)],
        who: ChangingDep,
        session: SessionDep,
        centre: CentreDep,
        now: NowDep,
    ) -> None:
        displays.revoke(_work(who, session, centre, now), number)

    return routes


def known(session: Session, account: Account, line: Line, seen: Seen) -> Line:
    """Return the line with those matters alone that the account may know of."""

    def told(every: tuple[TicketView, ...]) -> tuple[TicketView, ...]:
        return tuple(one if seen(session, account, one.petition_id) else _untold(one) for one in every)

    return line.model_copy(update={"next": told(line.next), "called": told(line.called), "skipped": told(line.skipped)})


def _told(who: SignedIn, session: Session, ticket: TicketView, seen: Seen) -> TicketView:
    return ticket if seen(session, who.account, ticket.petition_id) else _untold(ticket)


def _untold(ticket: TicketView) -> TicketView:
    return ticket.model_copy(update={"petition_id": ""})


def _work(who: SignedIn, session: Session, centre: CentreDep, now: NowDep) -> Work:
    return Work(session, centre, now, f"account:{who.account.username}")
