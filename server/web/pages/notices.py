"""My notices. GET /notices: newest first, with what was read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import RedirectResponse, Response

from server.accounts.permissions import Action
from server.accounts.permit import permit
from server.core.errors import not_found
from server.core.requests import CentreDep, NowDep, SessionDep
from server.notify import outbox
from server.notify.api import push_key
from server.notify.tables import Notice, NoticeKind, Urgency
from server.web.guard import ConfirmedDep, PersonDep, reader_of
from server.web.templating import page

router = APIRouter()

#: notices of one page
_MANY = 30
#: name of the icon, Chinese, English
KINDS: dict[NoticeKind, tuple[str, str, str]] = {
    NoticeKind.ASSIGNED: ("inbox", "新事项", "Matter"),
    NoticeKind.CLOCK_EXPIRED: ("alert", "到期", "Expired"),
    NoticeKind.CLOCK_WARNING: ("clock", "时限", "Limit"),
    NoticeKind.UNREAD: ("user", "代办", "Stand in"),
    NoticeKind.CALL: ("alert", "求助", "Call"),
    NoticeKind.INSTRUCTION: ("shield", "批示", "Instruction"),
    NoticeKind.SUPERVISION: ("alert", "督办", "Supervision"),
    NoticeKind.FOLLOWED: ("list", "关注", "Followed"),
    NoticeKind.BULLETIN: ("list", "简报", "Bulletin"),
}


@dataclass(frozen=True, slots=True)
class _Line:
    notice: Notice
    icon: str
    kind: str
    kind_en: str
    urgent: bool
    #: it had not been shown before
    fresh: bool


@router.get("/notices", dependencies=[permit(Action.OWN_ACCOUNT)])
def notices(
    person: PersonDep,
    session: SessionDep,
    centre: CentreDep,
    now: NowDep,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    """Show them; being shown is noted, being opened is another thing."""
    account = person.account.username
    found = outbox.of_account(session, account, limit=_MANY + 1, before=before)
    shown = found[:_MANY]
    lines = [
        _Line(one, *KINDS[NoticeKind(one.kind)], one.urgency == Urgency.URGENT, one.seen_at is None) for one in shown
    ]
    outbox.mark_seen(session, account, [one.id for one in shown if one.id is not None and one.seen_at is None], now)
    return page(
        "notices.html",
        now=now,
        reader=reader_of(session, person),
        csrf=person.csrf,
        here="notices",
        lines=lines,
        unread=outbox.unread(session, account),
        older=shown[-1].id if len(found) > _MANY else None,
        first_page=before is None,
        push_key=push_key(centre),
    )


@router.post("/notices/{number}/read", dependencies=[permit(Action.OWN_ACCOUNT)])
def read(
    number: Annotated[int, Path(ge=1, le=2**31 - 1)], person: ConfirmedDep, session: SessionDep, now: NowDep
) -> Response:
    found = session.get(Notice, number)
    if found is None or found.account != person.account.username:
        raise not_found()
    outbox.mark_read(session, found.account, now, notice_id=number)
    return RedirectResponse("/notices", status_code=303)
