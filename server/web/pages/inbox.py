"""My matters. GET /inbox, and GET /inbox/matters: the list alone, fetched anew whenever a notice arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.audit import service as audit
from server.cases import access, standing, views
from server.cases.choices import Choice
from server.cases.standing import Whose
from server.core.requests import CentreDep, NowDep, SessionDep
from server.instructions import views as instructions
from server.supervision import supervising
from server.web import triage
from server.web.acts import ACTS
from server.web.guard import PersonDep, acting, reader_of
from server.web.templating import page
from server.web.triage import Show

router = APIRouter()

#: the last matter of the page before, as its link says
After = Annotated[str, Query(max_length=80)]


#: Chinese, English, and what an empty list says
_TEXTS: dict[Show, tuple[str, str, str]] = {
    Show.ALL: ("全部", "All", "现在没有事项"),
    Show.WAITING: ("待确认", "To acknowledge", "没有待确认的事项"),
    Show.RUNNING: ("办理中", "In hand", "没有办理中的事项"),
    Show.OVERDUE: ("逾期", "Overdue", "没有逾期的事项"),
}


_WHOSE: dict[Whose, tuple[str, str, str]] = {
    Whose.ALL: ("本单位", "My unit's", ""),
    Whose.MINE: ("我承办", "Mine", "没有交给您承办的事项"),
    Whose.FREE: ("未分配", "Nobody's yet", "没有等待分配的事项"),
}


@dataclass(frozen=True, slots=True)
class _Choice:
    key: Show | Whose
    text: str
    text_en: str
    count: int


def _list(
    template: str,
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: datetime,
    show: Show,
    whose: Whose,
    after: str,
    done: str,
) -> Response:
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    leaf = triage.leaf(session, who, now, show, after, whose=whose)
    matters = views.items(work, who, leaf.cases)
    audit.record(work, "inbox.read", f"account:{who.account}")
    return page(
        template,
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="inbox",
        matters=matters,
        choices=[_Choice(key, text, text_en, leaf.counts[key]) for key, (text, text_en, _) in _TEXTS.items()],
        show=show,
        whose=whose,
        hands=[
            _Choice(
                key, text, text_en, leaf.counts[Show.ALL] if key is whose else standing.count(session, who, None, key)
            )
            for key, (text, text_en, _) in _WHOSE.items()
        ]
        if who.desks | who.heads
        else (),
        after=after,
        older=leaf.after,
        instructed=instructions.waiting(work, who),
        supervised=supervising.waiting(work, who),
        empty_text=(show is Show.ALL and _WHOSE[whose][2]) or _TEXTS[show][2],
        done=done,
    )


@router.get("/inbox", dependencies=[permit(Action.READ_CASES)])
def inbox(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    show: Show = Show.ALL,
    whose: Whose = Whose.ALL,
    acknowledged: bool = False,
    done: Choice | None = None,
    after: After = "",
) -> Response:
    """`done`: the step that took a matter out of the person's sight."""
    said = "已确认收到，时间已记录 · Acknowledged; the time is on record" if acknowledged else ""
    return _list("inbox.html", person, session, centre, now, show, whose, after, ACTS[done].done if done else said)


@router.get("/inbox/matters", dependencies=[permit(Action.READ_CASES)])
def matters(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    show: Show = Show.ALL,
    whose: Whose = Whose.ALL,
    after: After = "",
) -> Response:
    return _list("_list.html", person, session, centre, now, show, whose, after, "")
