"""A visit that began at a terminal, at the window. GET /reception/handovers/{id}; POST …/take, /return, /drop, /file."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Form, Path
from fastapi.responses import RedirectResponse, Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access, reception, window_receipts
from server.cases.calls import PARTS, STEPS
from server.cases.reception import DropRequest, HandedOver, TakeRequest
from server.contract.v1.handovers import HandoverState
from server.core.errors import HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.web.guard import ConfirmedDep, PersonDep, acting, reader_of
from server.web.pages.reception import WINDOW_COOKIE
from server.web.pages.register import SHOWN_AGAIN, SentDep, again, incomplete, settle, show_receipt, slip_of
from server.web.reception import form as forms
from server.web.reception import page as pages
from server.web.reception.form import Incomplete, Typed
from server.web.reception.page import Shown
from server.web.templating import page

router = APIRouter(prefix="/reception/handovers", dependencies=[permit(Action.RECEIVE_CASES)])

HandoverId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.get("/{handover_id}")
def handover(
    handover_id: HandoverId, person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> Response:
    """The form where the visitor stood, for who took it; how it stands for everybody else of the desk."""
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    found = reception.read(work, who, handover_id)
    if found.mine and found.state is HandoverState.TAKEN:
        typed = forms.from_terminal(found.content) if found.content else Typed({"form": "F"})
        return pages.show(work, who, person, Shown(typed, _key(found), handover=found))
    return _standing(work, person, found)


def _key(found: HandedOver) -> str:
    return f"handover-{found.id}"


def _standing(work: Work, person: PersonDep, found: HandedOver) -> Response:
    return page(
        "handover.html",
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="reception",
        found=found,
        steps=STEPS,
        parts=PARTS,
    )


@router.get("/{handover_id}/pages/{number}")
def handed_page(
    handover_id: HandoverId,
    number: Annotated[int, Path(ge=1, le=60)],
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
) -> Response:
    """One page image (numbered from 1) of a visit this reader took."""
    who = access.reader(session, person.account)
    image = reception.page(acting(person, session, centre, now), who, handover_id, number - 1)
    return Response(image.data, media_type=image.media_type, headers={"cache-control": "private, no-store"})


@router.post("/{handover_id}/take")
def take(
    handover_id: HandoverId,
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    window: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    who = access.reader(session, person.account)
    work = acting(person, session, centre, now)
    reception.take(work, who, handover_id, TakeRequest(window=window))
    answer = RedirectResponse(f"/reception/handovers/{handover_id}", status_code=303)
    # how the window calls itself stays with the browser that stands there
    answer.set_cookie(WINDOW_COOKIE, window.encode().hex(), max_age=31_536_000, httponly=True, samesite="lax")
    return answer


@router.post("/{handover_id}/return")
def give_back(
    handover_id: HandoverId, person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> Response:
    reception.give_back(acting(person, session, centre, now), access.reader(session, person.account), handover_id)
    return RedirectResponse("/reception?done=returned", status_code=303)


@router.post("/{handover_id}/drop")
def drop(
    handover_id: HandoverId,
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    reason: Annotated[str, Form(min_length=2, max_length=500)],
) -> Response:
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    reception.drop(work, who, handover_id, DropRequest(reason=reason))
    return RedirectResponse("/reception?done=dropped", status_code=303)


@router.post("/{handover_id}/file")
def file(
    handover_id: HandoverId,
    person: ConfirmedDep,
    form: SentDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
) -> Response:
    """Register the visit once; show the form again with what was typed when something is missing."""
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    found = reception.read(work, who, handover_id)
    if found.state is HandoverState.FINISHED:
        return RedirectResponse(f"/reception/handovers/{handover_id}/receipt", status_code=303)
    typed, key = forms.read(form), _key(found)

    def shown(one: Shown) -> Response:
        return pages.show(work, who, person, replace(one, handover=found))

    try:
        typed = pages.take_files(work, who, form, typed)
        if form.get("act") == "register":
            body = forms.completed(typed, now, found.content)
            settle(work, who, typed)
            reception.register(work, who, handover_id, body)
            return RedirectResponse(f"/reception/handovers/{handover_id}/receipt", status_code=303)
    except Incomplete as wrong:
        return shown(incomplete(typed, key, wrong))
    except HallError as refused:
        if refused.code not in SHOWN_AGAIN:
            raise
        work.session.rollback()
        return shown(again(typed, key, refused))
    return shown(Shown(typed, key))


@router.get("/{handover_id}/receipt")
def receipt(
    handover_id: HandoverId, person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> Response:
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    filed = window_receipts.of_handover(work, who, handover_id)
    return show_receipt(work, who, person, filed, f"/reception/handovers/{handover_id}/receipt")


@router.post("/{handover_id}/receipt/print")
def print_slip(
    handover_id: HandoverId, person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> Response:
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    return slip_of(work, window_receipts.of_handover(work, who, handover_id))
