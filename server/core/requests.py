"""What endpoints ask for: the centre, one transaction, the moment. Committed at the edge, before the answer leaves.

What waits for nothing is a coroutine: FastAPI sends every plain function through a thread, and a request asks for many.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated

from anyio import CancelScope, CapacityLimiter, to_thread
from fastapi import Depends, Request
from sqlmodel import Session

from server.core.centre import Centre
from server.core.database import begin, finish


async def get_centre(request: Request) -> Centre:
    centre = request.app.state.centre
    assert isinstance(centre, Centre)
    return centre


CentreDep = Annotated[Centre, Depends(get_centre)]


async def get_session(centre: CentreDep) -> AsyncIterator[Session]:
    """One transaction; the database is asked for a connection with the first statement.

    It ends in a thread outside the common ones: those may all be waiting for a row that this transaction holds.
    """
    session = begin(centre.engine, centre.domain)
    try:
        yield session
    except BaseException:
        # also when whoever asked has gone away: the connection goes back
        with CancelScope(shield=True):
            await to_thread.run_sync(session.close, limiter=CapacityLimiter(1))
        raise
    with CancelScope(shield=True):
        await to_thread.run_sync(finish, session, limiter=CapacityLimiter(1))


#: scope "function": the commit happens before the answer is sent, so that a client never hears of what was not kept
SessionDep = Annotated[Session, Depends(get_session, scope="function")]


async def get_now(centre: CentreDep) -> datetime:
    return centre.clock()


NowDep = Annotated[datetime, Depends(get_now)]
