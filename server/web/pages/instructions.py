"""Instructions: those given, those received, each with its turns, receipts and forms. GET /instructions, /instructions/{id}."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from server.accounts.asking import SignedIn
from server.accounts.permissions import Action, Actor, may
from server.accounts.permit import permit
from server.accounts.tables import Role
from server.cases import access
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.instructions import service, views
from server.instructions.views import Box, InstructionShow
from server.web.acts.form import Field, Kind, M
from server.web.filepage import Refused
from server.web.formpage import Posted, PostedDep, region_of
from server.web.guard import PersonDep, acting, reader_of
from server.web.templating import page

router = APIRouter(prefix="/instructions")

InstructionId = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,40}$")]
#: Chinese, English, what an empty list says
_TEXTS: dict[InstructionShow, tuple[str, str, str]] = {
    InstructionShow.ALL: ("全部", "All", "还没有批示"),
    InstructionShow.OPEN: ("待回复", "To answer", "没有待回复的批示"),
    InstructionShow.OVERDUE: ("逾期", "Overdue", "没有逾期的批示"),
    InstructionShow.ANSWERED: ("待审阅", "Answered", "没有待审阅的批示"),
    InstructionShow.CLOSED: ("已办结", "Closed", "没有办结的批示"),
}
_UNIT = Field("unit", Kind.UNIT, "批示给", "To")
_TEXT = Field("text", Kind.LONG, "内容", "What", least=5)
_DUE = Field("due_at", Kind.BY, "回复期限", "Answer due")
#: the forms by the last part of their address
THEME = (Field("theme", Kind.LINE, "主题", "Theme", least=2, most=100), _UNIT, _TEXT, _DUE)
TURNS: dict[str, tuple[Field, ...]] = {"answer": (_TEXT,), "pursue": (_TEXT, _DUE), "close": (_TEXT,)}


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with its count."""

    key: str
    text: str
    text_en: str
    count: int


def _list(
    work: Work, person: SignedIn, box: Box | None, show: InstructionShow, after: str, refused: Refused | None = None
) -> Response:
    who = access.reader(work.session, person.account)
    leads = may(Actor(Role(person.account.role)), Action.INSTRUCT)
    chosen = box or (Box.GIVEN if leads else Box.RECEIVED)
    found = views.listed(work, who, chosen, show, after)
    return page(
        "instructions.html",
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="instructions",
        status=refused.status if refused else 200,
        box=chosen,
        leads=leads,
        show=show,
        choices=[Choice(key, text, text_en, found.counts[key]) for key, (text, text_en, _) in _TEXTS.items()],
        items=found.items,
        after=found.after,
        empty_text=_TEXTS[show][2],
        fields=THEME,
        offered=region_of(work, person.account.unit) if leads else None,
        refused=refused,
        owner=person.account.username,
    )


@router.get("", dependencies=[permit(Action.READ_CASES)])
def instructions(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    box: Box | None = None,
    show: InstructionShow = InstructionShow.ALL,
    after: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    return _list(acting(person, session, centre, now), person, box, show, after)


@router.post("", dependencies=[permit(Action.INSTRUCT)])
def on_theme(sent: PostedDep) -> Response:
    def step(body: service.ThemeRequest) -> str:
        return f"/instructions/{service.instruct_on_theme(sent.work, sent.who, body).id}?done=theme"

    return sent.take(
        "theme",
        THEME,
        service.ThemeRequest,
        step,
        lambda refused: _list(sent.work, sent.person, Box.GIVEN, InstructionShow.ALL, "", refused),
    )


def _show(
    work: Work, person: SignedIn, instruction_id: str, done: str = "", refused: Refused | None = None
) -> Response:
    who = access.reader(work.session, person.account)
    found = views.one(work, who, instruction_id)
    return page(
        "instruction.html",
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="instructions",
        status=refused.status if refused else 200,
        one=found,
        turns=TURNS,
        offered=None,
        refused=refused,
        done=done,
        owner=person.account.username,
    )


_DONE = {
    "theme": "批示已送达 · The instruction is sent",
    "answer": "已回复，领导会收到通知 · Answered; the leader is told",
    "pursue": "追问已送达 · Asked again",
    "close": "批示已办结 · Closed",
}


@router.get("/{instruction_id}", dependencies=[permit(Action.READ_CASES)])
def instruction(
    instruction_id: InstructionId,
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    done: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    return _show(acting(person, session, centre, now), person, instruction_id, _DONE.get(done, ""))


def _turn(
    name: str,
    instruction_id: str,
    sent: Posted,
    model: type[M],
    step: Callable[[Work, access.Reader, str, M], object],
) -> Response:
    def taken(body: M) -> str:
        step(sent.work, sent.who, instruction_id, body)
        return f"/instructions/{instruction_id}?done={name}"

    return sent.take(
        name,
        TURNS[name],
        model,
        taken,
        lambda refused: _show(sent.work, sent.person, instruction_id, refused=refused),
    )


@router.post("/{instruction_id}/answer", dependencies=[permit(Action.HANDLE_CASES)])
def answer(instruction_id: InstructionId, sent: PostedDep) -> Response:
    return _turn("answer", instruction_id, sent, service.AnswerRequest, service.answer)


@router.post("/{instruction_id}/pursue", dependencies=[permit(Action.INSTRUCT)])
def pursue(instruction_id: InstructionId, sent: PostedDep) -> Response:
    return _turn("pursue", instruction_id, sent, service.PursueRequest, service.pursue)


@router.post("/{instruction_id}/close", dependencies=[permit(Action.INSTRUCT)])
def close(instruction_id: InstructionId, sent: PostedDep) -> Response:
    return _turn("close", instruction_id, sent, service.CloseRequest, service.close)
