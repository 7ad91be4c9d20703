"""Who is asking: a kiosk by its signature, a person by the session cookie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from server.accounts import kiosks, service
from server.accounts.tables import Account, Kiosk
from server.contract.v1 import ErrorCode
from server.contract.v1 import signing as s
from server.core.errors import HallError
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work

COOKIE = "hall_session"
CSRF_HEADER = "X-Hall-CSRF"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a session cookie."""

    account: Account
    csrf: str


async def _body(request: Request) -> bytes:
    return await request.body()


def current_kiosk(request: Request, body: Annotated[bytes, Depends(_body)], session: SessionDep, now: NowDep) -> Kiosk:
    """Return the enrolled kiosk that signed this request, else answer UNAUTHENTICATED."""
    headers = request.headers
    # the bytes of the request line, before anything was decoded: that is what the kiosk signed
    query = request.scope["query_string"].decode("ascii")
    path = request.scope["raw_path"].decode("ascii") + (f"?{query}" if query else "")
    signed = kiosks.Signed(
        method=request.method,
        path=path,
        body=body,
        idempotency_key=headers.get(s.IDEMPOTENCY_KEY, ""),
        kiosk=headers.get(s.HEADER_KIOSK, ""),
        time=headers.get(s.HEADER_TIME, ""),
        nonce=headers.get(s.HEADER_NONCE, ""),
        signature=headers.get(s.HEADER_SIGNATURE, ""),
    )
    return kiosks.authenticate(session, signed, now)


def optional_account(request: Request, session: SessionDep, centre: CentreDep, now: NowDep) -> SignedIn | None:
    """Return who is signed in, None for nobody; pages use it to send people to the login."""
    found = service.find_session(Work(session, centre, now, "public"), request.cookies.get(COOKIE, ""))
    return SignedIn(found[0], found[1].csrf) if found else None


def current_account(signed_in: Annotated[SignedIn | None, Depends(optional_account)]) -> SignedIn:
    """Return who is signed in, else answer UNAUTHENTICATED."""
    if signed_in is None:
        raise HallError(
            ErrorCode.UNAUTHENTICATED,
            "请先登录。",
            "Sign in first.",
            "登录已过期或尚未登录 · The login is over or missing.",
        )
    return signed_in


def changing_account(
    signed_in: Annotated[SignedIn, Depends(current_account)],
    x_hall_csrf: Annotated[str, Header()] = "",
) -> SignedIn:
    """As `current_account`, for JSON requests that change something: the CSRF token must come along."""
    if not service.same_secret(signed_in.csrf, x_hall_csrf):
        raise HallError(
            ErrorCode.FORBIDDEN,
            "页面已过期，请刷新后再试。",
            "The page is out of date; reload it and try again.",
            f"请求缺少 {CSRF_HEADER} · The header {CSRF_HEADER} is missing.",
        )
    return signed_in


KioskDep = Annotated[Kiosk, Depends(current_kiosk)]
AccountDep = Annotated[SignedIn, Depends(current_account)]
ChangingDep = Annotated[SignedIn, Depends(changing_account)]
