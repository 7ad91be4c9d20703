"""The duty roster of one's unit. GET /duty; its head adds, takes off and puts back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import RedirectResponse, Response

from server.accounts.asking import SignedIn
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access, duty
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.web.acts.form import Field, Kind
from server.web.filepage import Refused
from server.web.formpage import PostedDep
from server.web.guard import ConfirmedDep, PersonDep, acting, reader_of
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


@router.get("", dependencies=[permit(Action.READ_CASES)])
def roster(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, done: str = "") -> Response:
    return _show(acting(person, session, centre, now), person, done=_DONE.get(done, ""))


@router.post("", dependencies=[permit(Action.HANDLE_CASES)])
def add(sent: PostedDep) -> Response:
    def step(body: duty.TurnRequest) -> str:
        duty.add(sent.work, sent.who, body)
        return "/duty?done=added"

    return sent.take(
        "turn", TURN, duty.TurnRequest, step, lambda refused: _show(sent.work, sent.person, refused=refused)
    )


@router.post("/{turn}/remove", dependencies=[permit(Action.HANDLE_CASES)])
def remove(turn: TurnId, person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    duty.remove(acting(person, session, centre, now), access.reader(session, person.account), turn)
    return RedirectResponse("/duty?done=removed", status_code=303)


@router.post("/{turn}/restore", dependencies=[permit(Action.HANDLE_CASES)])
def restore(turn: TurnId, sent: PostedDep) -> Response:
    def step() -> str:
        duty.restore(sent.work, sent.who, turn)
        return "/duty?done=restored"

    return sent.do("turn", step, lambda refused: _show(sent.work, sent.person, refused=refused))


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
