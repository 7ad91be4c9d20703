"""Who is asking: a kiosk by its signature, a person by the session cookie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request

from server.accounts import kiosks, service
from server.accounts.tables import Account, Kiosk, Stage, WebSession
from server.contract.v1 import ErrorCode
from server.contract.v1 import signing as s
from server.core.errors import HallError
from server.core.requests import NowDep, SessionDep, centre_of
from server.core.work import Work

COOKIE = "hall_session"
#: this browser has signed in before; opens nothing by itself
DEVICE_COOKIE = "hall_device"
CSRF_HEADER = "X-Hall-CSRF"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a session cookie."""

    account: Account
    csrf: str
    row: WebSession
    #: what this person does in this request
    work: Work
    #: token of a browser that has signed in before, as it was sent
    device: str = ""


async def _body(request: Request) -> bytes:
    return await request.body()


def current_kiosk(request: Request, body: Annotated[bytes, Depends(_body)], session: SessionDep, now: NowDep) -> Kiosk:
    """Return the enrolled kiosk that signed this request, else answer UNAUTHENTICATED."""
    centre = centre_of(request)
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
    try:
        kiosk = kiosks.authenticate(session, signed, now)
    except HallError:
        # whoever guesses has no terminal to be counted by
        centre.rates.strangers.take(request.client.host if request.client else "")
        raise
    centre.rates.kiosk.take(kiosk.id)
    return kiosk


def entering(request: Request, session: SessionDep, now: NowDep) -> SignedIn | None:
    """As `optional_account`, also for who still has to show a code or to change the first password."""
    centre = centre_of(request)
    found = service.find_session(Work(session, centre, now, "public"), request.cookies.get(COOKIE, ""))
    if found is None:
        return None
    account, row = found
    work = Work(session, centre, now, f"account:{account.username}")
    return SignedIn(account, row.csrf, row, work, request.cookies.get(DEVICE_COOKIE, ""))


BegunDep = Annotated[SignedIn | None, Depends(entering)]


async def optional_account(found: BegunDep) -> SignedIn | None:
    """Return who is signed in, None for nobody; pages use it to send people to the login."""
    return found if found is not None and found.row.stage == Stage.FULL else None


async def current_account(begun: BegunDep) -> SignedIn:
    """Return who is signed in, else answer UNAUTHENTICATED with what is missing."""
    if begun is None or begun.row.stage != Stage.FULL:
        raise service.what_is_missing(Stage(begun.row.stage) if begun else Stage.FULL)
    return begun


async def staged_account(begun: BegunDep, x_hall_csrf: Annotated[str, Header()] = "") -> SignedIn:
    """Return who has begun to sign in, for the routes that finish it. The CSRF token must come along."""
    if begun is None:
        raise service.what_is_missing(Stage.FULL)
    return _from_own_page(begun, x_hall_csrf)


async def changing_account(begun: BegunDep, x_hall_csrf: Annotated[str, Header()] = "") -> SignedIn:
    """As `current_account`, for JSON requests that change something: the CSRF token must come along."""
    return _from_own_page(await current_account(begun), x_hall_csrf)


def _from_own_page(signed_in: SignedIn, x_hall_csrf: str) -> SignedIn:
    if not service.same_secret(signed_in.csrf, x_hall_csrf):
        raise HallError(
            ErrorCode.FORBIDDEN,
            "页面已过期，请刷新后再试。",
            "The page is out of date; reload it and try again.",
            f"请求缺少 {CSRF_HEADER} · The header {CSRF_HEADER} is missing.",
        )
    return signed_in


async def proved_account(signed_in: Annotated[SignedIn, Depends(changing_account)]) -> SignedIn:
    """As `changing_account`, for what must not happen at a desk somebody left: the password was typed just now."""
    if not service.proved(signed_in.row, signed_in.work.now):
        raise HallError(
            ErrorCode.PROOF_NEEDED,
            "这一操作需要再次输入密码。",
            "This asks for the password once more.",
            "POST /api/v1/session/proof · 请再次验证后重试 · Prove it, then try again.",
        )
    return signed_in


KioskDep = Annotated[Kiosk, Depends(current_kiosk)]
AccountDep = Annotated[SignedIn, Depends(current_account)]
ChangingDep = Annotated[SignedIn, Depends(changing_account)]
StagedDep = Annotated[SignedIn, Depends(staged_account)]
ProvedDep = Annotated[SignedIn, Depends(proved_account)]
