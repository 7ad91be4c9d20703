"""What endpoints ask for: the centre, one transaction, the moment. Committed at the edge, before the answer leaves.

What waits for nothing is a coroutine: FastAPI sends every plain function through a thread, and a request asks for many.
Dependencies ask for few others: FastAPI walks the whole tree of them for every request, what it has at hand included.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Annotated

from anyio import CancelScope, CapacityLimiter, to_thread
from fastapi import Depends, Request
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from server.contract.v1 import ErrorCode
from server.core.centre import Centre
from server.core.database import begin, finish, is_finished
from server.core.errors import HallError

#: SQLSTATE of PostgreSQL: unique violation, deadlock, serialization failure. On SQLite writers come one after the other.
_COLLISIONS = frozenset({"23505", "40P01", "40001"})


def centre_of(request: Request) -> Centre:
    """Return the centre that serves this request."""
    centre = request.app.state.centre
    assert isinstance(centre, Centre)
    return centre


async def get_centre(request: Request) -> Centre:
    return centre_of(request)


CentreDep = Annotated[Centre, Depends(get_centre)]


async def get_session(request: Request) -> AsyncIterator[Session]:
    """One transaction; the database is asked for a connection with the first statement. On SQLite whoever came before is
    waited for, once all that was sent is here: a slow line holds up nobody."""
    centre = centre_of(request)
    if centre.turn is None:
        async with _session(centre) as session:
            yield session
        return
    # the parser of a form may have read it all
    with suppress(RuntimeError):
        await request.body()
    await centre.turn.take()
    try:
        async with _session(centre) as session:
            yield session
    finally:
        centre.turn.give_back()


@asynccontextmanager
async def _session(centre: Centre) -> AsyncIterator[Session]:
    """An endpoint that answers through `Said` has ended it already. Else it ends in a thread outside the common ones:
    those may all be waiting for a row that this transaction holds.
    """
    session = begin(centre.engine, centre.domain)
    try:
        yield session
    except BaseException as error:
        # also when whoever asked has gone away: the connection goes back
        with CancelScope(shield=True):
            await to_thread.run_sync(session.close, limiter=CapacityLimiter(1))
        _tell_collision(error)
        raise
    if is_finished(session):
        return
    with CancelScope(shield=True):
        try:
            await to_thread.run_sync(finish, session, limiter=CapacityLimiter(1))
        except DBAPIError as error:
            _tell_collision(error)
            raise


def _tell_collision(error: BaseException) -> None:
    """Raise CONFLICT where PostgreSQL let one of two go first that did the same at the same moment."""
    if isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") in _COLLISIONS:
        raise HallError(
            ErrorCode.CONFLICT,
            "他人刚刚进行了同样的操作。",
            "Somebody else has just done the same.",
            "请刷新后再看 · Reload and look again.",
        ) from error


#: scope "function": the commit happens before the answer is sent, so that a client never hears of what was not kept
SessionDep = Annotated[Session, Depends(get_session, scope="function")]


async def get_now(request: Request) -> datetime:
    return centre_of(request).clock()


NowDep = Annotated[datetime, Depends(get_now)]
