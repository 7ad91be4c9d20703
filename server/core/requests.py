"""What endpoints ask for: the centre, one transaction, the moment. Committed at the edge, before the answer leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session

from server.core.centre import Centre
from server.core.database import transaction


def get_centre(request: Request) -> Centre:
    centre = request.app.state.centre
    assert isinstance(centre, Centre)
    return centre


CentreDep = Annotated[Centre, Depends(get_centre)]


def get_session(centre: CentreDep) -> Iterator[Session]:
    with transaction(centre.engine, centre.domain) as session:
        yield session


#: scope "function": the commit happens before the answer is sent, so that a client never hears of what was not kept
SessionDep = Annotated[Session, Depends(get_session, scope="function")]


def get_now(centre: CentreDep) -> datetime:
    return centre.clock()


NowDep = Annotated[datetime, Depends(get_now)]
