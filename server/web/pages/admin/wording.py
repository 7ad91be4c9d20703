"""/admin/wording: the sentences of notices and slips, with a preview and the values that must be named."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import RedirectResponse, Response

from server.accounts.api import SignedIn
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.web.guard import ConfirmedDep, PersonDep, acting
from server.web.pages.admin.frame import QUIET, Said, Short, attempt, finished, show
from server.wording import service
from server.wording.templates import EVERY, faults, filled

router = APIRouter(prefix="/admin/wording", dependencies=[permit(Action.ADMINISTER)])
Words = Annotated[str, Query(max_length=60)]
Text = Annotated[str, Form(max_length=2000)]


@router.get("")
def every(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, done: Words = "") -> Response:
    own = service.texts(session)
    shown = [
        (one, own.get(one.name, one.text), filled(own.get(one.name, one.text), one.sample), one.name in own)
        for one in EVERY.values()
    ]
    work = acting(person, session, centre, now)
    return show("wordings.html", work, person, "wording", finished(done), shown=shown)


@router.get("/text")
def one(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, name: Words = "") -> Response:
    if name not in EVERY:
        return RedirectResponse("/admin/wording", status_code=303)
    text = service.texts(session).get(name, EVERY[name].text)
    return _form(acting(person, session, centre, now), person, name, text, QUIET)


def _form(work: Work, person: SignedIn, name: str, text: str, said: Said) -> Response:
    template = EVERY[name]
    return show(
        "wording.html",
        work,
        person,
        "wording",
        said,
        one=template,
        text=text,
        own=name in service.texts(work.session),
        shown=filled(text, template.sample),
        wrong=faults(template, text),
    )


@router.post("/text")
def save(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    name: Short = "",
    text: Text = "",
    deed: Short = "save",
) -> Response:
    """`deed`: preview, save, or default, which words it as the program does."""
    work = acting(person, session, centre, now)
    if name not in EVERY:
        return RedirectResponse("/admin/wording", status_code=303)
    if deed == "preview":
        return _form(work, person, name, text.replace("\r\n", "\n"), QUIET)

    def act() -> str:
        service.put(work, {name: None if deed == "default" else {"text": text}})
        return "/admin/wording?done=1"

    return attempt(session, act, lambda said: _form(work, person, name, text, said))
