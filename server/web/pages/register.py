"""Writing a matter down at the window. GET /register; POST /register/advice, /register/file; its receipt."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access, intake, offices, window, window_receipts
from server.cases.access import Reader
from server.contract.v1 import ErrorCode
from server.core.errors import STATUS, HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.web.guard import ConfirmedDep, PersonDep, acting, reader_of
from server.web.reception import form as forms
from server.web.reception import page as pages
from server.web.reception import slip
from server.web.reception.advice import advise
from server.web.reception.form import Incomplete, Typed
from server.web.reception.page import Shown
from server.web.templating import page

router = APIRouter(dependencies=[permit(Action.RECEIVE_CASES)])

Key = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{8,80}$")]
#: what leaves the form as it was
SHOWN_AGAIN = frozenset(
    {
        ErrorCode.INVALID_REQUEST,
        ErrorCode.BAD_IMAGE,
        ErrorCode.TOO_LARGE,
        ErrorCode.PAGE_MISSING,
        ErrorCode.MASKED_VALUE,
        ErrorCode.KEY_REUSED,
    }
)


async def sent(request: Request) -> FormData:
    return await request.form()


SentDep = Annotated[FormData, Depends(sent)]
SentKey = Annotated[str, Form(pattern=r"^[0-9A-Za-z-]{8,80}$")]


@router.get("/register")
def begin(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    form: Annotated[str, Query(pattern="^[FXDW]$")] = "F",
) -> Response:
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    offices.mine(session, who)
    return pages.show(work, who, person, Shown(Typed({"form": form}), pages.fresh_key()))


@router.post("/register/advice")
def advice(
    person: ConfirmedDep, form: SentDep, key: SentKey, session: SessionDep, centre: CentreDep, now: NowDep
) -> Response:
    """What is known of what was typed so far; nothing is stored."""
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    return pages.show_advice(work, who, person, Shown(forms.read(form), key))


@router.post("/register/file")
def file(
    person: ConfirmedDep, form: SentDep, key: SentKey, session: SessionDep, centre: CentreDep, now: NowDep
) -> Response:
    """File it once, however often the form is sent; show it again with what was typed when something is missing."""
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    typed = forms.read(form)
    try:
        typed = pages.take_files(work, who, form, typed)
        if form.get("act") == "register":
            body = forms.received(typed, now)
            if not window_receipts.is_filed(work, who, key):
                settle(work, who, typed)
            intake.receive(work, who, key, body)
            return RedirectResponse(f"/register/receipts/{key}", status_code=303)
    except Incomplete as wrong:
        return pages.show(work, who, person, incomplete(typed, key, wrong))
    except HallError as refused:
        if refused.code not in SHOWN_AGAIN:
            raise
        work.session.rollback()
        return pages.show(work, who, person, again(typed, key, refused))
    return pages.show(work, who, person, Shown(typed, key))


def settle(work: Work, who: Reader, typed: Typed) -> None:
    """Raise `Incomplete` while nobody has said whether this is an earlier matter that it is likely to be."""
    if not typed.get("continues") and advise(work, who, typed).undecided:
        raise Incomplete(
            {
                "continues": "可能是同一事项：请选择接续原事项，或者确认为新事项 · Likely the same matter: continue it, or say it is new"
            }
        )


def incomplete(typed: Typed, key: str, wrong: Incomplete) -> Shown:
    words = ("请补充标出的内容。", "Please complete what is marked.")
    return Shown(typed, key, wrong.problems, *words, status=422)


def again(typed: Typed, key: str, refused: HallError) -> Shown:
    return Shown(typed, key, {}, *refused.words, status=STATUS[refused.code])


@router.get("/register/scans/{sha256}")
def scanned(
    sha256: Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")],
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
) -> Response:
    who = access.reader(session, person.account)
    image = window.scanned(acting(person, session, centre, now), who, sha256)
    return Response(image.data, media_type=image.media_type, headers={"cache-control": "private, no-store"})


@router.get("/register/receipts/{key}")
def receipt(key: Key, person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    filed = window_receipts.by_key(work, who, key)
    return show_receipt(work, who, person, filed, f"/register/receipts/{key}")


@router.post("/register/receipts/{key}/print")
def print_slip(key: Key, person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    """The slip as a picture for the printer of the window; the first is the original, every later one a copy."""
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    return slip_of(work, window_receipts.by_key(work, who, key))


def slip_of(work: Work, filed: window_receipts.Filed) -> Response:
    copy = window_receipts.printed(work, filed).copy_number
    picture = slip.picture(filed, copy)
    headers = {"cache-control": "no-store", "content-disposition": f'inline; filename="{filed.answer.number}.png"'}
    return Response(picture, media_type="image/png", headers=headers)


def show_receipt(work: Work, who: Reader, person: PersonDep, filed: window_receipts.Filed, address: str) -> Response:
    return page(
        "receipt.html",
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="register",
        owner=person.account.username,
        answer=filed.answer,
        name=filed.name,
        pages=filed.pages,
        address=address,
        open_to_me=access.sees(work.session, who, filed.answer.petition_id),
    )
