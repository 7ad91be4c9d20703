"""What the JSON routes of the administration ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from server.accounts.asking import AccountDep, ChangingDep, ProvedDep
from server.core.requests import CentreDep, NowDep, SessionDep
from server.core.work import Work


async def looking(who: AccountDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Work:
    return Work(session, centre, now, f"account:{who.account.username}")


async def changing(who: ChangingDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Work:
    """As `looking`, for requests that change something: the CSRF token must come along."""
    return Work(session, centre, now, f"account:{who.account.username}")


async def proved(who: ProvedDep, session: SessionDep, centre: CentreDep, now: NowDep) -> Work:
    """As `changing`, and the password was typed just now."""
    return Work(session, centre, now, f"account:{who.account.username}")


async def raw(request: Request) -> bytes:
    return await request.body()


LookingWork = Annotated[Work, Depends(looking)]
ChangingWork = Annotated[Work, Depends(changing)]
ProvedWork = Annotated[Work, Depends(proved)]
RawBody = Annotated[bytes, Depends(raw)]
