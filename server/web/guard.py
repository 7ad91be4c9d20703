"""Who looks at a page and whether a form really came from it. Works without scripts: the token is a form field."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Form, Request

from server.accounts import service as accounts
from server.accounts.api import COOKIE, SignedIn
from server.accounts.asking import BegunDep
from server.accounts.permissions import Action, Actor, may
from server.accounts.tables import Account, Role, Stage
from server.calling import desk
from server.cases import desk as queues
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work
from server.units import service as units
from server.web.reader import Reader

ROLE_TEXTS: dict[Role, str] = {
    Role.WINDOW: "窗口接待",
    Role.SCREENING: "甄别岗",
    Role.DUTY_OFFICER: "值班员",
    Role.UNIT_HEAD: "单位负责人",
    Role.LEADER: "分管领导",
    Role.CONVENOR: "联席会议召集人",
    Role.CHIEF: "主要领导",
    Role.ASSESSOR: "考核",
    Role.ADMINISTRATOR: "管理员",
    Role.AUDITOR: "审计",
    Role.SECURITY: "安全管理",
}
#: where a sign-in may lead: pages of our own and nothing else
_OWN_PAGE = re.compile(
    r"/(?:inbox|notices|admin(?:/[a-z]+){0,2}|desk(?:/[0-9A-Za-z-]{1,40})?|duty|arrival|arrive|leader|matters|supervision|reports"
    r"|search|reception(?:/handovers/[0-9a-f]{32}(?:/receipt)?)?|register(?:/receipts/[0-9A-Za-z-]{8,80})?"
    r"|(?:instructions|circulars)(?:/[0-9a-f]{32})?|cases/[0-9A-Za-z-]{1,40}(?:/acknowledge|/view/\d{1,3})?)(?:\?[\w=&-]*)?"
)
#: a code that was scanned is still wanted after the sign-in
_KEEPS_QUERY = "/arrive"


class SignInNeeded(Exception):
    """Nobody is signed in, or no more; `next_page` is where the person wanted to go."""

    def __init__(self, next_page: str, *, expired: bool) -> None:
        super().__init__("sign in first")
        self.next_page = next_page
        self.expired = expired

    @property
    def address(self) -> str:
        why = "&expired=1" if self.expired else ""
        return f"/login?to={quote(self.next_page)}{why}"


class SignInUnfinished(Exception):
    """A code, a new password or a second factor is still missing."""


def own_page(address: str) -> str:
    """Return the address when it is a page of ours to return to, else the inbox."""
    return address if _OWN_PAGE.fullmatch(address) else "/inbox"


def start_of(account: Account) -> str:
    """Return the page on which this person begins: administrators have no matters."""
    return "/inbox" if may(Actor(Role(account.role)), Action.READ_CASES) else "/admin"


def shown_on(form: str) -> str:
    """Return the page a form stands on: the address of a POST cannot be visited."""
    page = form.rpartition("/")[0]
    return page if not page or _OWN_PAGE.fullmatch(page) else shown_on(page)


def signed_in(
    request: Request,
    begun: BegunDep,
) -> SignedIn:
    """Return who is signed in; raise SignInNeeded with the way back, SignInUnfinished when something is missing yet."""
    if begun is None:
        wanted = request.url.path if request.method == "GET" else shown_on(request.url.path)
        if wanted == _KEEPS_QUERY and request.url.query:
            wanted += f"?{request.url.query}"
        raise SignInNeeded(own_page(wanted), expired=COOKIE in request.cookies)
    if begun.row.stage != Stage.FULL:
        raise SignInUnfinished
    return begun


def same_origin(request: Request) -> None:
    """Refuse a form sent by another site. Guards the sign-in, which has no session to hold a token yet."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        foreign = site not in ("same-origin", "none")
    else:
        # browsers of before 2023 say only where the form came from, scripts and very old ones nothing
        foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign:
        raise stale()


def confirmed(
    request: Request, person: Annotated[SignedIn, Depends(signed_in)], csrf: Annotated[str, Form()] = ""
) -> SignedIn:
    """Return who sent this form from a page of their own session; else answer FORBIDDEN."""
    same_origin(request)
    if not accounts.same_secret(person.csrf, csrf):
        raise stale()
    return person


def stale() -> HallError:
    return HallError(
        ErrorCode.FORBIDDEN,
        "页面已过期，请返回刷新后再试。",
        "The page is out of date; go back, reload and try again.",
    )


def acting(person: SignedIn, session: SessionDep, centre: CentreDep, now: NowDep) -> Work:
    """Return the unit of work of this person."""
    return Work(session, centre, now, f"account:{person.account.username}")


def reader_of(session: SessionDep, person: SignedIn) -> Reader:
    return reader_for(session, person.account)


def reader_for(session: SessionDep, account: Account) -> Reader:
    unit = units.ref(session, account.unit)
    return Reader(
        name=account.display,
        role=Role(account.role),
        role_text=ROLE_TEXTS[Role(account.role)],
        unit_name=unit.name if unit else "",
        reception=desk.keeps(session, account),
        decides=queues.decides(session, account),
    )


PersonDep = Annotated[SignedIn, Depends(signed_in)]
ConfirmedDep = Annotated[SignedIn, Depends(confirmed)]
