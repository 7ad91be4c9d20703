"""/admin/history with undo, /admin/failures, /admin/audit with its file: what happened, and what can be done about it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query
from fastapi.responses import Response, StreamingResponse

from server.accounts.permissions import Action, Actor, may
from server.accounts.permit import permit
from server.accounts.tables import Role
from server.administration import undoing
from server.administration.api import allow_undo
from server.audit import looking, searching
from server.audit import service as audit
from server.contract import names
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.time import ZONE
from server.core.work import Work
from server.notify import failures
from server.revisions import service as revisions
from server.revisions.tables import ChangeKind
from server.units.tables import PostRole
from server.web.guard import ROLE_TEXTS, ConfirmedDep, PersonDep, acting
from server.web.pages.admin.frame import QUIET, Said, Short, attempt, finished, show
from server.web.pages.admin.looks import POSTS
from server.web.pages.notices import KINDS as NOTICE_KINDS

router = APIRouter(prefix="/admin")
Words = Annotated[str, Query(max_length=120)]
PAGE = 100
#: an export holds so many records and no more
MOST = 50_000

KINDS: dict[ChangeKind, str] = {
    ChangeKind.REGIONS: "区划",
    ChangeKind.UNITS: "单位",
    ChangeKind.ROSTER: "岗位",
    ChangeKind.CATALOGUE: "责任清单",
    ChangeKind.REGIME: "时限规则",
    ChangeKind.CALENDAR: "工作日历",
    ChangeKind.WORDING: "文本模板",
    ChangeKind.ACCOUNT: "账户",
    ChangeKind.KIOSK_SETTINGS: "终端设置",
    ChangeKind.DEPUTIES: "代班人",
}
_LONG = 300
#: what the parts of an object are called
FIELDS = {
    "name": "名称",
    "code": "代码",
    "kind": "类型",
    "region": "区划",
    "parent": "上级",
    "phone": "电话",
    "address": "地址",
    "aliases": "别名",
    "dissolved_on": "撤销日期",
    "successor": "承接单位",
    "unit": "单位",
    "role": "角色",
    "account": "账户",
    "holder": "姓名",
    "category_code": "类别",
    "legal_basis": "依据",
    "valid_from": "生效",
    "valid_to": "失效",
    "document": "内容",
    "notice": "通知文号",
    "off": "放假",
    "work": "调休上班",
    "text": "文字",
    "display": "姓名",
    "open": "启用",
    "deputies": "代班人",
    "voice": "语音朗读",
    "volume": "音量",
    "large_type": "默认大字",
    "high_contrast": "默认高对比",
    "idle_warn_seconds": "无操作提醒",
    "idle_wipe_seconds": "无操作清除",
    "hall_name": "大厅名称",
    "hall_information": "大厅信息",
    "leaflets": "告知材料",
    "paper_warning": "缺纸提醒",
    "attendant_pin_hash": "值守口令",
}


@router.get("/history", dependencies=[permit(Action.OVERSEE)])
def history(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    kind: Words = "",
    key: Words = "",
    actor: Words = "",
    before: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
    done: Words = "",
) -> Response:
    wanted = revisions.Wanted(kind if kind in set(ChangeKind) else "", key, actor, before or None)
    return _history(acting(person, session, centre, now), person, wanted, finished(done))


def _history(work: Work, person: PersonDep, wanted: revisions.Wanted, said: Said) -> Response:
    rows = revisions.listed(work.session, wanted, revisions.PAGE + 1)
    shown = rows[: revisions.PAGE]
    address = {"kind": wanted.kind, "key": wanted.key, "actor": wanted.actor}
    actor = Actor(Role(person.account.role))
    return show(
        "history.html",
        work,
        person,
        "history",
        said,
        rows=[(row, _difference(ChangeKind(row.kind), row.before, row.after)) for row in shown],
        undone=revisions.undone(work.session, [row.batch for row in shown]),
        mine=frozenset(kind.value for kind in ChangeKind if may(actor, undoing.needed(kind))),
        kinds=KINDS,
        wanted=wanted,
        address={name: value for name, value in address.items() if value},
        before=shown[-1].id if len(rows) > len(shown) else None,
    )


def _difference(kind: ChangeKind, before: str, after: str) -> list[tuple[str, str, str]]:
    """Return (field, before, after) of what differs."""
    old = undoing.shown(kind, revisions.state_of(before)) or {}
    new = undoing.shown(kind, revisions.state_of(after)) or {}
    return [
        (FIELDS.get(name, name), _said(old.get(name), name), _said(new.get(name), name))
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    ]


def _said(value: Any, name: str = "") -> str:
    if isinstance(value, bool):
        return "是 · yes" if value else "否 · no"
    if name == "role" and value in set(Role):
        return names.both(ROLE_TEXTS[Role(value)])
    if name == "role" and value in set(PostRole):
        return names.both(POSTS[PostRole(value)])
    text = "、".join(str(one) for one in value) if isinstance(value, list) else "" if value is None else str(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"


@router.post("/history/undo", dependencies=[permit(Action.OVERSEE)])
def undo(
    person: ConfirmedDep, session: SessionDep, centre: CentreDep, now: NowDep, batch: Short = "", kind: Short = ""
) -> Response:
    work = acting(person, session, centre, now)

    def act() -> str:
        allow_undo(Role(person.account.role), work, batch)
        undoing.undo(work, person.account.username, batch)
        return f"/admin/history?kind={kind if kind in set(ChangeKind) else ''}&done=undone"

    return attempt(session, act, lambda said: _history(work, person, revisions.Wanted(), said))


_SETTLED = {
    "retry": "已重新排队，马上再发；仍未送达的会回到这里 · Sent again at once; what fails once more comes back here",
    "drop": "已放弃，不再发送 · Given up; it is not sent any more",
}


@router.get("/failures", dependencies=[permit(Action.ADMINISTER)])
def failed(person: PersonDep, session: SessionDep, centre: CentreDep, now: NowDep, done: Words = "") -> Response:
    said = Said(done=_SETTLED[done]) if done in _SETTLED else QUIET
    return _failures(acting(person, session, centre, now), person, said)


def _failures(work: Work, person: PersonDep, said: Said) -> Response:
    found = failures.failed(work.session)
    kinds = {kind.value: (text, text_en) for kind, (_, text, text_en) in NOTICE_KINDS.items()}
    return show("failures.html", work, person, "failures", said, failed=found, kinds=kinds)


@router.post("/failures", dependencies=[permit(Action.ADMINISTER)])
def settle(
    person: ConfirmedDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    deed: Short = "retry",
    number: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
    reason: Short = "",
) -> Response:
    """Try one again, all with number 0, or give one up for good."""
    work = acting(person, session, centre, now)

    def act() -> str:
        if deed == "drop":
            if len(reason.strip()) < 2:
                raise HallError(ErrorCode.INVALID_REQUEST, "请写明放弃的原因。", "Say why it is given up.")
            failures.drop(work, number, reason.strip())
            return "/admin/failures?done=drop"
        failures.retry(work, number or None)
        return "/admin/failures?done=retry"

    return attempt(session, act, lambda said: _failures(work, person, said))


@router.get("/audit", dependencies=[permit(Action.READ_AUDIT)])
def trail(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    actor: Words = "",
    action: Words = "",
    what: Words = "",
    since: Words = "",
    until: Words = "",
    after: Words = "",
) -> Response:
    work = acting(person, session, centre, now)
    wanted = _wanted(actor, action, what, since, until, after)
    rows = searching.search(session, wanted, PAGE + 1)
    audit.record(work, "audit.searched", "audit:records")
    shown = rows[:PAGE]
    address = {"actor": actor, "action": action, "what": what, "since": since, "until": until}
    return show(
        "audit.html",
        work,
        person,
        "audit",
        QUIET,
        state=looking.state(work),
        rows=shown,
        address={name: value for name, value in address.items() if value},
        typed=address,
        after=searching.place(shown[-1]) if len(rows) > PAGE else "",
    )


@router.get("/audit.csv", dependencies=[permit(Action.READ_AUDIT)])
def trail_file(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    actor: Words = "",
    action: Words = "",
    what: Words = "",
    since: Words = "",
    until: Words = "",
) -> Response:
    """The same records as a file, newest first."""
    rows = searching.search(session, _wanted(actor, action, what, since, until, ""), MOST)
    audit.record(acting(person, session, centre, now), "audit.exported", "audit:records")
    told = [(row.at.isoformat(), row.actor, row.action, row.object, row.hash) for row in rows]
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "private, no-store"}
    return StreamingResponse(_lines(told), media_type="text/csv; charset=utf-8", headers=headers)


def _lines(rows: Iterable[tuple[str, ...]]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    for row in (("at", "actor", "action", "object", "hash"), *rows):
        line = io.StringIO(newline="")
        # what a spreadsheet would run as a formula is marked as text
        csv.writer(line).writerow([f"'{cell}" if cell[:1] in "=+-@" and cell else cell for cell in row])
        yield line.getvalue().encode()


def _wanted(actor: str, action: str, what: str, since: str, until: str, after: str) -> searching.Wanted:
    return searching.Wanted(actor, action, what, _day(since), _day(until, last=True), searching.place_of(after))


def _day(text: str, *, last: bool = False) -> datetime | None:
    if not text.strip():
        return None
    try:
        day = datetime.combine(date.fromisoformat(text.strip()), time(0), ZONE)
    except ValueError as error:
        raise HallError(ErrorCode.INVALID_REQUEST, "日期应为 YYYY-MM-DD。", "A date is YYYY-MM-DD.") from error
    return day + timedelta(days=1) if last else day
