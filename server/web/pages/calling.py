"""Calling numbers at a window. GET /calling?window=3; POST /calling/next, /again, /skip, /finish, /draw, /number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.audit import service as audit
from server.calling import desk, rules, service
from server.calling.api import known
from server.calling.rules import WindowDeed
from server.calling.service import TicketView
from server.cases.visible import seen
from server.contract.v1 import ErrorCode
from server.core.errors import STATUS, HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.web.guard import ConfirmedDep, PersonDep, acting, reader_of
from server.web.templating import page

router = APIRouter(prefix="/calling", dependencies=[permit(Action.RECEIVE_CASES)])

Window = Annotated[int, Form(ge=1, le=rules.MOST_WINDOWS)]
_SAID = {
    "call": ("已叫号", "Called"),
    "recall": ("已再次叫号", "Called again"),
    "skip": ("已过号", "Skipped"),
    "finish": ("已办完", "Done"),
    "draw": ("已取号", "Drawn"),
}


@router.get("")
def show(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    window: Annotated[int, Query(ge=1, le=rules.MOST_WINDOWS)] = 1,
    done: Annotated[str, Query(max_length=10)] = "",
    number: Annotated[str, Query(max_length=10, pattern=r"^[A-Z0-9]*$")] = "",
) -> Response:
    words = f"{number} {' · '.join(_SAID[done])}" if done in _SAID else ""
    return _page(acting(person, session, centre, now), person, window, done=words)


def _page(
    work: Work, person: PersonDep, window: int, *, done: str = "", problem: str = "", status: int = 200
) -> Response:
    hall = desk.hall_of(work.session, person.account)
    line = known(work.session, person.account, service.line(work.session, hall, rules.day_of(work.now)), seen)
    audit.record(work, "queue.read", f"hall:{hall}")
    return page(
        "calling.html",
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="calling",
        status=status,
        window=window,
        windows=range(1, rules.MOST_WINDOWS + 1),
        line=line,
        here_now=next((one for one in line.called if one.window == window), None),
        done=done,
        problem=problem,
    )


def _do(work: Work, person: PersonDep, window: int, deed: str, step: Callable[[str], TicketView]) -> Response:
    """Take the step and show the line; a refusal stands above it."""
    try:
        ticket = step(desk.hall_of(work.session, person.account))
    except HallError as refused:
        if refused.code not in (ErrorCode.WRONG_STATE, ErrorCode.NOT_FOUND):
            raise
        work.session.rollback()
        problem = f"{refused.problem.message} {refused.problem.message_en}"
        return _page(work, person, window, problem=problem, status=STATUS[refused.code])
    return RedirectResponse(f"/calling?window={window}&done={deed}&number={ticket.number}", status_code=303)


@router.post("/next")
def call_next(person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep, window: Window) -> Response:
    work = acting(person, session, centre, now)
    return _do(work, person, window, "call", lambda hall: service.call_next(work, hall, window))


@router.post("/number")
def call_number(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    window: Window,
    number: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    work = acting(person, session, centre, now)
    return _do(work, person, window, "call", lambda hall: service.call_number(work, hall, _serial(number), window))


@router.post("/draw")
def draw(person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep, window: Window = 1) -> Response:
    work = acting(person, session, centre, now)
    return _do(work, person, window, "draw", lambda hall: service.draw(work, hall))


@router.post("/{deed}")
def at_window(
    deed: WindowDeed, person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep, window: Window
) -> Response:
    work = acting(person, session, centre, now)
    return _do(work, person, window, deed, lambda hall: service.at_window(work, hall, window, deed))


def _serial(number: str) -> int:
    """Read a number as it is said: A007, a7 or 7; 0 is nobody's."""
    digits = number.strip().upper().removeprefix(rules.LETTER)
    return int(digits) if digits.isascii() and digits.isdigit() else 0
