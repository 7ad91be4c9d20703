"""One matter: its file, its page images, and the tap that says 'we have it'."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path
from fastapi.responses import RedirectResponse, Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.audit import service as audit
from server.cases import access, documents, photos, service, views
from server.cases.choices import Choice
from server.cases.rules import EventType
from server.clocks.explain import explain
from server.core.requests import CentreDep, NowDep, SessionDep
from server.web import timeline
from server.web.acts import ACTS
from server.web.filepage import show
from server.web.guard import ConfirmedDep, PersonDep, acting, reader_of
from server.web.templating import page

router = APIRouter(prefix="/cases")

_ACKNOWLEDGED = timeline.EVENT_TEXTS[EventType.ACKNOWLEDGED][0]
CaseId = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,40}$")]


@router.get("/{case_id}", dependencies=[permit(Action.READ_CASES)])
def case(
    case_id: CaseId,
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    acknowledged: bool = False,
    done: Choice | None = None,
    served: bool = False,
) -> Response:
    said = "已确认收到，时间已记录 · Acknowledged; the time is on record" if acknowledged else ""
    if served:
        said = "送达已记录 · The service is on record"
    return show(acting(person, session, centre, now), person, case_id, done=ACTS[done].done if done else said)


@router.get("/{case_id}/clocks", dependencies=[permit(Action.READ_CASES)])
def clocks(case_id: CaseId, person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    """Why each limit ends when it does: event, rule, article, calendar, pauses, alarms."""
    who = access.reader(session, person.account)
    found = access.find(session, who, case_id)
    audit.record(acting(person, session, centre, now), "petition.clocks_read", f"case:{found.id}")
    return page(
        "clocks.html",
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="case",
        case_id=found.id,
        number=found.number,
        clocks=explain(session, found.id, now).clocks,
    )


@router.get("/{case_id}/pages/{number}", dependencies=[permit(Action.READ_CASES)])
def page_image(
    case_id: CaseId,
    number: Annotated[int, Path(ge=1, le=60)],
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    small: bool = False,
) -> Response:
    """Open one sealed page image (numbered from 1) for this reader, small for a list. Nothing of it may stay on the
    phone."""
    who = access.reader(session, person.account)
    image = documents.show(acting(person, session, centre, now), who, case_id, number - 1, small=small)
    return Response(image.data, media_type=image.media_type, headers={"cache-control": "private, no-store"})


@router.get("/{case_id}/photos/{photo}", dependencies=[permit(Action.READ_CASES)])
def photo_image(
    case_id: CaseId,
    photo: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")],
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    small: bool = False,
) -> Response:
    """One photo of progress, drawn anew; the small one for the timeline."""
    who = access.reader(session, person.account)
    image = photos.show(acting(person, session, centre, now), who, case_id, photo, small=small)
    return Response(image.data, media_type=image.media_type, headers={"cache-control": "private, no-store"})


@router.get("/{case_id}/acknowledge", dependencies=[permit(Action.READ_CASES)])
def one_tap(case_id: CaseId, person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    """Where a notice leads: one large button for who can acknowledge, the file for everybody else. Looking at it, as
    programs do that fetch addresses beforehand, acknowledges nothing."""
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    matter = views.case_file(work, who, case_id)
    if not matter.can_acknowledge and not access.at_the_desk(who, access.find(session, who, case_id)):
        return RedirectResponse(f"/cases/{case_id}", status_code=303)
    taken = [line for line in timeline.lines(session, matter.events) if line.text == _ACKNOWLEDGED]
    return page(
        "acknowledge.html",
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="inbox",
        matter=matter,
        taken=taken[0] if taken else None,
    )


@router.post("/{case_id}/acknowledge", dependencies=[permit(Action.HANDLE_CASES)])
def acknowledge(
    case_id: CaseId,
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    back: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    service.acknowledge(acting(person, session, centre, now), access.reader(session, person.account), case_id)
    where = "/inbox" if back == "inbox" else f"/cases/{case_id}"
    return RedirectResponse(f"{where}?acknowledged=1", status_code=303)
