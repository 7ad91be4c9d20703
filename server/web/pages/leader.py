"""Everything under a leader's charge at a glance. GET /leader; each count leads to GET /matters with the same condition."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse, Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access, desk, wording
from server.cases.desk import Queue
from server.cases.rules import CaseState
from server.core.requests import CentreDep, NowDep, SessionDep
from server.instructions import views as instructions
from server.instructions.views import Box, InstructionShow
from server.supervision import following, views
from server.supervision.board import Pressing, Wanted
from server.units import service as units
from server.web.acts.form import Field
from server.web.formpage import region_of
from server.web.guard import ConfirmedDep, PersonDep, acting, reader_of
from server.web.pages.case import CaseId
from server.web.pages.instructions import THEME
from server.web.templating import page

router = APIRouter()

Code = Annotated[str, Query(max_length=40)]
#: matters of one part of the page
_FEW = 6
PRESSING_TEXTS: dict[Pressing, tuple[str, str]] = {
    Pressing.OVERDUE: ("已逾期", "Overdue"),
    Pressing.TODAY: ("今日到期", "Due today"),
    Pressing.NEAR: ("三日内到期", "Due in 3 days"),
}
_THEME: tuple[Field, ...] = THEME


@router.get("/leader", dependencies=[permit(Action.INSTRUCT)])
def leader(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    seen = views.glance(work, who, _FEW)
    given = instructions.listed(work, who, Box.GIVEN, InstructionShow.ANSWERED)
    disputes = desk.desk(work, who, Queue.DISPUTES, limit=_FEW)
    return page(
        "leader.html",
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="leader",
        overview=seen.figures,
        pressing_texts=PRESSING_TEXTS,
        matters=[row.matter for row in seen.loudest],
        reminders={row.matter.petition_id: row.reminders for row in seen.loudest},
        given=given.counts,
        answered=given.items[:_FEW],
        disputes=[one.matter for one in disputes.items],
        disputes_count=disputes.counts[Queue.DISPUTES],
        watched=[row.matter for row in seen.watched],
        fields=_THEME,
        offered=region_of(work, person.account.unit),
        refused=None,
        owner=person.account.username,
    )


@router.get("/matters", dependencies=[permit(Action.READ_CASES)])
def matters(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    show: Pressing | None = None,
    unit: Code = "",
    rule: Code = "",
    state: CaseState | None = None,
    today: bool = False,
    watched: bool = False,
    after: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    wanted = Wanted(show, unit, rule, state, today, watched)
    found = views.listed(work, who, wanted, after)
    return page(
        "matters.html",
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="leader",
        words=_words(work.session, wanted),
        query=_query(wanted),
        total=found.total,
        matters=[row.matter for row in found.items],
        reminders={row.matter.petition_id: row.reminders for row in found.items},
        after=found.after,
        first_page=not after,
        empty_text="没有这样的事项",
    )


@router.post("/cases/{case_id}/watch", dependencies=[permit(Action.READ_CASES)])
def watch(
    case_id: CaseId, person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> RedirectResponse:
    following.watch(acting(person, session, centre, now), access.reader(session, person.account), case_id)
    return RedirectResponse(f"/cases/{case_id}", status_code=303)


@router.post("/cases/{case_id}/unwatch", dependencies=[permit(Action.READ_CASES)])
def unwatch(
    case_id: CaseId, person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> RedirectResponse:
    following.unwatch(acting(person, session, centre, now), access.reader(session, person.account), case_id)
    return RedirectResponse(f"/cases/{case_id}", status_code=303)


def _words(session: SessionDep, wanted: Wanted) -> list[str]:
    """Return what the list is narrowed to, in words."""
    found = units.ref(session, wanted.unit) if wanted.unit else None
    return [
        *([PRESSING_TEXTS[wanted.pressing][0]] if wanted.pressing else []),
        *([views.rule_name(session, wanted.rule)] if wanted.rule else []),
        *([wording.state_text(wanted.state)] if wanted.state else []),
        *([found.name] if found else []),
        *(["今日新到"] if wanted.today else []),
        *(["我关注的"] if wanted.watched else []),
    ]


def _query(wanted: Wanted) -> str:
    said = {
        "show": wanted.pressing or "",
        "unit": wanted.unit,
        "rule": wanted.rule,
        "state": wanted.state or "",
        "today": "1" if wanted.today else "",
        "watched": "1" if wanted.watched else "",
    }
    return "&".join(f"{name}={value}" for name, value in said.items() if value)
