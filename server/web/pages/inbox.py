"""My matters. GET /inbox, and GET /inbox/matters: the list alone, fetched anew whenever a notice arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from fastapi import APIRouter
from fastapi.responses import Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access, rules, views
from server.cases.rules import CaseState
from server.cases.views import InboxItem
from server.core.requests import CentreDep, NowDep, SessionDep
from server.web.countdown import Urgency, loudest_first, next_due, urgency
from server.web.guard import PersonDep, acting, reader_of
from server.web.templating import page

router = APIRouter()


class Show(StrEnum):
    """Which matters of the list are shown."""

    ALL = "all"
    WAITING = "waiting"
    RUNNING = "running"
    OVERDUE = "overdue"


#: Chinese, English, and what an empty list says
_TEXTS: dict[Show, tuple[str, str, str]] = {
    Show.ALL: ("全部", "All", "现在没有事项"),
    Show.WAITING: ("待确认", "To acknowledge", "没有待确认的事项"),
    Show.RUNNING: ("办理中", "In hand", "没有办理中的事项"),
    Show.OVERDUE: ("逾期", "Overdue", "没有逾期的事项"),
}


@dataclass(frozen=True, slots=True)
class _Choice:
    key: Show
    text: str
    text_en: str
    count: int


def _awaiting(matter: InboxItem) -> bool:
    return CaseState(matter.state) in rules.AWAITING


def _belongs(matter: InboxItem, show: Show, now: datetime) -> bool:
    match show:
        case Show.ALL:
            return True
        case Show.WAITING:
            return _awaiting(matter)
        case Show.RUNNING:
            return not _awaiting(matter) and next_due(matter.clocks) is not None
        case Show.OVERDUE:
            return urgency(matter.clocks, now) is Urgency.OVERDUE
        case _:
            assert_never(show)


def _list(
    template: str, person: PersonDep, session: SessionDep, centre: CentreDep, now: datetime, show: Show, done: str
) -> Response:
    every = views.inbox(acting(person, session, centre, now), access.reader(session, person.account)).items
    choices = [_Choice(key, _TEXTS[key][0], _TEXTS[key][1], sum(_belongs(m, key, now) for m in every)) for key in Show]
    shown = sorted((m for m in every if _belongs(m, show, now)), key=lambda m: loudest_first(m.clocks, now))
    return page(
        template,
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="inbox",
        matters=shown,
        choices=choices,
        show=show,
        empty_text=_TEXTS[show][2],
        done=done,
    )


@router.get("/inbox", dependencies=[permit(Action.READ_CASES)])
def inbox(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    show: Show = Show.ALL,
    acknowledged: bool = False,
) -> Response:
    done = "已确认收到，时间已记录 · Acknowledged; the time is on record" if acknowledged else ""
    return _list("inbox.html", person, session, centre, now, show, done)


@router.get("/inbox/matters", dependencies=[permit(Action.READ_CASES)])
def matters(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, show: Show = Show.ALL) -> Response:
    return _list("_list.html", person, session, centre, now, show, "")
