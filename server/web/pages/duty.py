"""The duty roster of one's unit. GET /duty; its head adds, takes off and puts back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from server.accounts.asking import SignedIn
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access, duty
from server.contract.v1 import ErrorCode
from server.core.errors import STATUS, HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.web.acts.form import Field, Kind, Unreadable, read, typed
from server.web.filepage import Refused
from server.web.guard import ConfirmedDep, PersonDep, acting, reader_of
from server.web.pages.steps import SentDep
from server.web.templating import page

router = APIRouter(prefix="/duty")

TurnId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
TURN: tuple[Field, ...] = (
    Field("unit", Kind.LINE, "单位", "Unit", most=40),
    Field("account", Kind.LINE, "值班人员", "Who", most=60),
    Field("begins_at", Kind.MOMENT, "开始", "From"),
    Field("ends_at", Kind.MOMENT, "结束", "Until"),
)
_DONE = {"added": "已排班 · On the roster", "removed": "已取消，可以恢复 · Taken off; it can be put back"}
_DONE["restored"] = "已恢复 · Put back"
_SHOWN_AGAIN = (ErrorCode.INVALID_REQUEST, ErrorCode.WRONG_STATE)


@router.get("", dependencies=[permit(Action.READ_CASES)])
def roster(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, done: str = "") -> Response:
    return _show(acting(person, session, centre, now), person, done=_DONE.get(done, ""))


@router.post("", dependencies=[permit(Action.HANDLE_CASES)])
def add(person: ConfirmedDep, form: SentDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    work = acting(person, session, centre, now)
    who = access.reader(session, person.account)

    def put() -> None:
        body = read(duty.TurnRequest, TURN, form, now)
        assert isinstance(body, duty.TurnRequest)
        duty.add(work, who, body)

    return _attempt(work, person, form, put) or RedirectResponse("/duty?done=added", status_code=303)


@router.post("/{turn}/remove", dependencies=[permit(Action.HANDLE_CASES)])
def remove(turn: TurnId, person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    duty.remove(acting(person, session, centre, now), access.reader(session, person.account), turn)
    return RedirectResponse("/duty?done=removed", status_code=303)


@router.post("/{turn}/restore", dependencies=[permit(Action.HANDLE_CASES)])
def restore(
    turn: TurnId, person: ConfirmedDep, form: SentDep, session: SessionDep, centre: CentreDep, now: NowDep
) -> Response:
    work = acting(person, session, centre, now)

    def put() -> None:
        duty.restore(work, access.reader(session, person.account), turn)

    return _attempt(work, person, form, put) or RedirectResponse("/duty?done=restored", status_code=303)


def _attempt(work: Work, person: SignedIn, form: FormData, put: Callable[[], None]) -> Response | None:
    """Change the roster; return the page with what was typed when it is refused."""
    try:
        put()
    except Unreadable as wrong:
        words = ("请补充标出的内容。", "Please complete what is marked.")
        return _show(work, person, refused=Refused("turn", 422, *words, typed(TURN, form), wrong.problems))
    except HallError as refusal:
        if refusal.code not in _SHOWN_AGAIN:
            raise
        work.session.rollback()
        problem = refusal.problem
        marked = dict.fromkeys(problem.fields, problem.message)
        words = (f"{problem.message}{problem.remedy}", problem.message_en)
        return _show(work, person, refused=Refused("turn", STATUS[refusal.code], *words, typed(TURN, form), marked))
    return None


def _show(work: Work, person: SignedIn, *, done: str = "", refused: Refused | None = None) -> Response:
    who = access.reader(work.session, person.account)
    return page(
        "duty.html",
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="duty",
        status=refused.status if refused else 200,
        roster=duty.roster(work, who),
        owner=person.account.username,
        refused=refused,
        done=done,
    )
