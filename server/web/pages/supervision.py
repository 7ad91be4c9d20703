"""Boards of what is late, reminders for one or many, circulars. GET /supervision, /circulars, /circulars/{id}."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Query
from fastapi.responses import RedirectResponse, Response

from server.accounts.asking import SignedIn
from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.cases import access
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.supervision import circulars, people, reminding, supervising, views
from server.supervision.batch import BatchResult
from server.supervision.board import Pressing, Wanted
from server.supervision.supervising import FORM_TEXTS, SupervisionForm
from server.units import service as units
from server.web.acts.form import Field, Kind, Unreadable
from server.web.acts.oversight import ANSWER
from server.web.filepage import Refused
from server.web.filepage import show as file_of
from server.web.formpage import PostedDep, region_of
from server.web.guard import ConfirmedDep, PersonDep, acting, reader_of
from server.web.pages.leader import PRESSING_TEXTS, Code
from server.web.templating import page

router = APIRouter()

Id = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,40}$")]
TEXT = (Field("text", Kind.LONG, "内容", "What is said", least=5, most=500),)
#: reminding, and the five forms of supervision; each said to the units of all ticked matters
REMIND = "remind"
BATCH = (
    Field(
        "form",
        Kind.SELECT,
        "方式",
        "How",
        options=((REMIND, "催办"), *((form.value, text) for form, (text, _) in FORM_TEXTS.items())),
    ),
    *TEXT,
    Field(
        "due_at",
        Kind.BY,
        "督办回复期限",
        "Answer due",
        required=False,
        hint="催办不用填；不填为不要求回复 · empty: none",
    ),
)
CIRCULAR = (
    Field("title", Kind.LINE, "标题", "Title", least=2, most=100),
    Field("text", Kind.LONG, "正文", "Text", least=2, most=4000),
)
DRAFT = (
    *CIRCULAR,
    Field(
        "units",
        Kind.UNITS,
        "通报单位",
        "Units",
        required=False,
        hint="不选为全部有逾期的单位 · empty: all that are late",
    ),
)


def _board(
    work: Work,
    person: SignedIn,
    wanted: Wanted,
    after: str = "",
    refused: Refused | None = None,
    ticked: tuple[str, ...] = (),
) -> Response:
    who = access.reader(work.session, person.account)
    found = views.show(work, who, wanted, after)
    unit = units.ref(work.session, wanted.unit) if wanted.unit else None
    return page(
        "supervision.html",
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="supervision",
        status=refused.status if refused else 200,
        board=found,
        wanted=wanted,
        unit_name=unit.name if unit else "",
        rule_name=views.rule_name(work.session, wanted.rule) if wanted.rule else "",
        pressing_texts=PRESSING_TEXTS,
        asked_after=after,
        ticked=ticked,
        fields=BATCH,
        draft_fields=DRAFT,
        offered=region_of(work, person.account.unit),
        refused=refused,
        owner=person.account.username,
    )


@router.get("/supervision", dependencies=[permit(Action.SUPERVISE)])
def board(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    show: Pressing = Pressing.OVERDUE,
    unit: Code = "",
    rule: Code = "",
    after: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    return _board(acting(person, session, centre, now), person, Wanted(show, unit, rule), after)


@router.post("/supervision/batch", dependencies=[permit(Action.SUPERVISE)])
def act_on_many(
    sent: PostedDep,
    show: Annotated[Pressing, Form()] = Pressing.OVERDUE,
    unit: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Remind or supervise the units of the ticked rows, and say of each row what became of it."""
    rows = tuple(str(one) for one in sent.form.getlist("petitions"))
    how = str(sent.form.get("form", REMIND))

    def ticked(said: dict[str, Any]) -> dict[str, Any]:
        if not rows:
            raise Unreadable({"text": "请先勾选事项 · Tick the matters first"})
        return said | {"petitions": rows}

    def told(result: BatchResult) -> Response:
        words = "催办" if how == REMIND else FORM_TEXTS[SupervisionForm(how)][0]
        return page(
            "reminded.html",
            now=sent.work.now,
            reader=reader_of(sent.work.session, sent.person),
            csrf=sent.person.csrf,
            here="supervision",
            result=result,
            words=words,
        )

    def again(refused: Refused) -> Response:
        return _board(sent.work, sent.person, Wanted(show, unit), refused=refused, ticked=rows)

    if how == REMIND:
        return sent.take(
            "remind",
            TEXT,
            reminding.RemindManyRequest,
            lambda body: told(reminding.remind_many(sent.work, sent.who, body)),
            again,
            ticked,
        )
    return sent.take(
        "remind",
        BATCH,
        supervising.SuperviseManyRequest,
        lambda body: told(supervising.supervise_many(sent.work, sent.who, body)),
        again,
        ticked,
    )


@router.post("/cases/{case_id}/supervision/{supervision_id}/answer", dependencies=[permit(Action.HANDLE_CASES)])
def answer(case_id: Id, supervision_id: Id, sent: PostedDep) -> Response:
    def step(body: supervising.SupervisionAnswer) -> str:
        supervising.answer(sent.work, sent.who, supervision_id, body)
        return f"/cases/{case_id}"

    return sent.take(
        f"supervision-{supervision_id}",
        ANSWER,
        supervising.SupervisionAnswer,
        step,
        lambda refused: file_of(sent.work, sent.person, case_id, refused=refused),
    )


@router.get("/circulars", dependencies=[permit(Action.READ_CASES)])
def listed(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    work, who = acting(person, session, centre, now), access.reader(session, person.account)
    return page(
        "circulars.html",
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="supervision",
        items=circulars.listed(work, who).items,
        supervises=people.supervises(session, who),
    )


@router.post("/circulars", dependencies=[permit(Action.SUPERVISE)])
def draft(sent: PostedDep) -> Response:
    return sent.take(
        "circular",
        DRAFT,
        circulars.DraftRequest,
        lambda body: f"/circulars/{circulars.draft(sent.work, sent.who, body).id}",
        lambda refused: _board(sent.work, sent.person, Wanted(Pressing.OVERDUE), refused=refused),
    )


def _circular(
    work: Work, person: SignedIn, circular_id: str, done: str = "", refused: Refused | None = None
) -> Response:
    who = access.reader(work.session, person.account)
    found = circulars.read(work, who, circular_id)
    names = {line.rule: views.rule_name(work.session, line.rule) for line in found.lines}
    return page(
        "circular.html",
        now=work.now,
        reader=reader_of(work.session, person),
        csrf=person.csrf,
        here="supervision",
        status=refused.status if refused else 200,
        one=found,
        rules=names,
        fields=CIRCULAR,
        offered=None,
        refused=refused or Refused("edit", 200, "", "", {"title": found.title, "text": found.text}),
        problem=refused,
        done=done,
        owner=person.account.username,
    )


@router.get("/circulars/{circular_id}", dependencies=[permit(Action.READ_CASES)])
def circular(
    circular_id: Id, person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, published: bool = False
) -> Response:
    done = "通报已发布，各单位已收到通知 · Published; the units are told" if published else ""
    return _circular(acting(person, session, centre, now), person, circular_id, done)


@router.post("/circulars/{circular_id}/edit", dependencies=[permit(Action.SUPERVISE)])
def edit(circular_id: Id, sent: PostedDep) -> Response:
    def step(body: circulars.EditRequest) -> str:
        circulars.edit(sent.work, sent.who, circular_id, body)
        return f"/circulars/{circular_id}"

    return sent.take(
        "edit",
        CIRCULAR,
        circulars.EditRequest,
        step,
        lambda refused: _circular(sent.work, sent.person, circular_id, refused=refused),
    )


@router.post("/circulars/{circular_id}/publish", dependencies=[permit(Action.SUPERVISE)])
def publish(circular_id: Id, sent: PostedDep) -> Response:
    def step() -> str:
        circulars.publish(sent.work, sent.who, circular_id)
        return f"/circulars/{circular_id}?published=1"

    return sent.do("publish", step, lambda refused: _circular(sent.work, sent.person, circular_id, refused=refused))


@router.post("/circulars/{circular_id}/discard", dependencies=[permit(Action.SUPERVISE)])
def discard(circular_id: Id, person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Response:
    circulars.discard(acting(person, session, centre, now), access.reader(session, person.account), circular_id)
    return RedirectResponse("/circulars", status_code=303)
