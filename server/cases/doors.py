"""Who comes in through which door: the unit of work of a kiosk, of a person, of anybody."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Request
from starlette.concurrency import run_in_threadpool

from server.accounts.api import AccountDep, ChangingDep, KioskDep
from server.cases import access
from server.cases.access import Reader
from server.core.requests import CentreDep, NowDep, SessionDep, centre_of
from server.core.work import Work
from server.units import service as units

#: an id this centre made: 32 hex digits; anything else is simply not found
CaseId = Annotated[str, Path(max_length=64)]


async def kiosk_work(request: Request, kiosk: KioskDep, session: SessionDep, now: NowDep) -> Work:
    return Work(session, centre_of(request), now, f"kiosk:{kiosk.id}")


async def staff_work(signed_in: AccountDep) -> Work:
    return signed_in.work


async def public_work(session: SessionDep, centre: CentreDep, now: NowDep) -> Work:
    return Work(session, centre, now, "public")


async def reading(signed_in: AccountDep) -> Reader:
    session = signed_in.work.session
    if units.are_known(session):
        return access.reader(session, signed_in.account)
    return await run_in_threadpool(access.reader, session, signed_in.account)


async def deciding(signed_in: ChangingDep) -> Reader:
    """As `reading`, for requests that change something: the CSRF token must come along."""
    return await reading(signed_in)


KioskWork = Annotated[Work, Depends(kiosk_work)]
StaffWork = Annotated[Work, Depends(staff_work)]
PublicWork = Annotated[Work, Depends(public_work)]
ReadingDep = Annotated[Reader, Depends(reading)]
DecidingDep = Annotated[Reader, Depends(deciding)]
