"""How a call from a terminal goes on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from server.contract.v1.handovers import HandoverState
from server.core.time import ZONE


class Move(StrEnum):
    #: by the terminal: call, call again
    ASK = "ask"
    WITHDRAW = "withdraw"
    #: by the window; taking it from a colleague as well
    TAKE = "take"
    RETURN = "return"
    REGISTER = "register"
    DROP = "drop"


_S, _M = HandoverState, Move
#: what is not named here is not possible
_WAYS: Mapping[tuple[HandoverState, Move], HandoverState] = {
    (_S.WAITING, _M.ASK): _S.WAITING,
    (_S.WAITING, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.WAITING, _M.TAKE): _S.TAKEN,
    (_S.WAITING, _M.DROP): _S.DROPPED,
    (_S.TAKEN, _M.TAKE): _S.TAKEN,
    (_S.TAKEN, _M.RETURN): _S.RETURNED,
    (_S.TAKEN, _M.REGISTER): _S.FINISHED,
    (_S.TAKEN, _M.DROP): _S.DROPPED,
    (_S.RETURNED, _M.ASK): _S.WAITING,
    (_S.RETURNED, _M.WITHDRAW): _S.WITHDRAWN,
    (_S.WITHDRAWN, _M.ASK): _S.WAITING,
    (_S.WITHDRAWN, _M.WITHDRAW): _S.WITHDRAWN,
}
#: of these the content is no longer needed
OVER = frozenset({_S.RETURNED, _S.FINISHED, _S.DROPPED, _S.WITHDRAWN})
#: of these the desk still has something to do
OPEN = frozenset({_S.WAITING, _S.TAKEN})


def after(state: HandoverState, move: Move) -> HandoverState | None:
    """Return the state this leads to, None where it is not possible."""
    return _WAYS.get((state, move))


def end_of_day(now: datetime) -> datetime:
    """Return the midnight that ends this day in the hall: a window may still be at it when the doors close."""
    return datetime.combine(now.astimezone(ZONE).date() + timedelta(days=1), datetime.min.time(), ZONE)
