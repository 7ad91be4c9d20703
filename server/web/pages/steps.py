"""Forms of the steps of a matter: POST /cases/{id}/steps/{step}, one route and one permission a step; and its papers.

A form that is not accepted comes back with what was typed. When somebody else decided in between, the file as it is now
comes back with it: nothing is decided on a file that was not read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from printers.render.pdf import render_pdf
from server.accounts.asking import SignedIn
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access, papers, photos
from server.cases.access import Reader
from server.contract.v1 import ErrorCode
from server.core.errors import STATUS, HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.web.acts import ACTS
from server.web.acts.form import Act, Unreadable, pictures, read, requested, typed
from server.web.acts.papers import PRINT, SERVE, lay_out
from server.web.filepage import Refused, show
from server.web.guard import ConfirmedDep, PersonDep, acting
from server.web.pages.case import CaseId

router = APIRouter(prefix="/cases")

Seq = Annotated[int, Path(ge=1, le=1_000_000)]
#: what leaves the form as it was: something to mend, or somebody who was faster
_SHOWN_AGAIN = (
    *(ErrorCode.INVALID_REQUEST, ErrorCode.CONFLICT, ErrorCode.WRONG_STATE, ErrorCode.LIMIT_PASSED),
    *(ErrorCode.TOO_LARGE, ErrorCode.BAD_IMAGE, ErrorCode.TOO_MANY_REQUESTS),
)


async def sent(request: Request) -> FormData:
    return await request.form()


SentDep = Annotated[FormData, Depends(sent)]


def _attempt(
    work: Work, person: SignedIn, case_id: str, form: str, said: dict[str, str], step: Callable[[], object]
) -> Response | None:
    """Take the step; return the page with the form again when it is refused, None when it is done."""
    try:
        step()
    except Unreadable as wrong:
        words = ("请补充标出的内容。", "Please complete what is marked.")
        return show(work, person, case_id, refused=Refused(form, 422, *words, said, wrong.problems))
    except HallError as refusal:
        if refusal.code not in _SHOWN_AGAIN:
            raise
        work.session.rollback()
        problem = refusal.problem
        marked = dict.fromkeys(problem.fields, problem.message)
        return show(work, person, case_id, refused=Refused(form, STATUS[refusal.code], *refusal.words, said, marked))
    return None


def _route(act: Act) -> Callable[..., Response]:
    def take(
        case_id: CaseId, person: ConfirmedDep, form: SentDep, session: SessionDep, centre: CentreDep, now: NowDep
    ) -> Response:
        work = acting(person, session, centre, now)
        who = access.reader(session, person.account)

        made: list[object] = []

        def step() -> None:
            wanted = requested(act, form, now)
            taken = [photos.take(work, who, case_id, data, name).sha256 for name, data in pictures(act.fields, form)]
            if taken:
                wanted = wanted.model_copy(update={"photos": tuple(dict.fromkeys(taken))})
            made.append(act.take(work, who, case_id, wanted))

        again = _attempt(work, person, case_id, act.choice, typed(act.fields, form), step)
        if again:
            return again
        told = act.tell(made[0])
        if told:
            # shown in this answer alone: an address is kept by browsers and logs
            return show(work, person, case_id, done=f"{act.done}。{told}")
        if form.get("back") == "desk":
            return RedirectResponse("/desk?sent=1", status_code=303)
        return RedirectResponse(_way_on(work, person, case_id, act), status_code=303)

    return take


def _way_on(work: Work, person: SignedIn, case_id: str, act: Act) -> str:
    """Return the file again, or the list when the step took the matter out of the person's sight."""
    try:
        access.find(work.session, access.reader(work.session, person.account), case_id)
    except HallError:
        return f"/inbox?done={act.choice}"
    return f"/cases/{case_id}?done={act.choice}"


for _act in ACTS.values():
    router.add_api_route(
        f"/{{case_id}}/steps/{_act.choice}",
        _route(_act),
        methods=["POST"],
        dependencies=[permit(_act.action)],
        name=f"step_{_act.choice}",
    )


def pdf(work: Work, who: Reader, case_id: str, seq: int, *, copy: int | None) -> Response:
    """Return one paper: the original (0), a copy by its number, or one to be read on a screen (None)."""
    found = papers.one(work, who, case_id, seq)
    headers = {"content-disposition": f'inline; filename="{found.number}-{seq}.pdf"', "cache-control": "no-store"}
    return Response(render_pdf(lay_out(found, copy)), media_type="application/pdf", headers=headers)


@router.get("/{case_id}/papers/{seq}.pdf", dependencies=[permit(Action.READ_CASES)])
def to_read(
    case_id: CaseId, seq: Seq, person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> Response:
    """To be read, and marked so: what leaves the printer is counted."""
    return pdf(acting(person, session, centre, now), access.reader(session, person.account), case_id, seq, copy=None)


@router.post("/{case_id}/papers/{seq}/print", dependencies=[permit(Action.HANDLE_CASES)])
def print_paper(
    case_id: CaseId,
    seq: Seq,
    person: ConfirmedDep,
    form: SentDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
) -> Response:
    """Note the print and answer it as PDF: the original once, then copies by number."""
    work = acting(person, session, centre, now)
    who = access.reader(session, person.account)

    def step() -> None:
        papers.printed(work, who, case_id, seq, _print(form, now))

    again = _attempt(work, person, case_id, "", {}, step)
    return again or pdf(work, who, case_id, seq, copy=_print(form, now).copy_number)


@router.post("/{case_id}/papers/{seq}/served", dependencies=[permit(Action.HANDLE_CASES)])
def served(
    case_id: CaseId,
    seq: Seq,
    person: ConfirmedDep,
    form: SentDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
) -> Response:
    work = acting(person, session, centre, now)
    who = access.reader(session, person.account)

    def step() -> None:
        papers.serve(work, who, case_id, seq, read(papers.ServeRequest, SERVE, form, now))

    again = _attempt(work, person, case_id, f"paper-{seq}", typed(SERVE, form), step)
    return again or RedirectResponse(f"/cases/{case_id}?served=1", status_code=303)


def _print(form: FormData, now: datetime) -> papers.PrintRequest:
    return read(papers.PrintRequest, PRINT, form, now)
