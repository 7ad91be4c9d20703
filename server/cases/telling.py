"""What the worker does with notices: lays out what is sent, lets deputies stand in, writes bulletins, sends.

Here the notices meet the matters and the calendar, which they do not know themselves.
"""

from __future__ import annotations

from functools import partial

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from server.cases import bulletin, deputising
from server.cases.circles import circles
from server.clocks import workdays
from server.core.centre import Centre
from server.core.database import transaction
from server.core.work import Work
from server.notify import planning
from server.notify.rules import IsWorkday
from server.notify.sending import Sender

ACTOR = "system:worker"


def _calendar(session: Session) -> IsWorkday:
    return partial(workdays.is_workday, session)


def sender(centre: Centre) -> Sender:
    return Sender(centre, circles)


def lay_out(centre: Centre) -> int:
    """Lay out everything nobody has looked at yet; return how many notices."""
    done = 0
    while True:
        with transaction(centre.engine, centre.domain) as session:
            work = Work(session, centre, centre.clock(), ACTOR)
            taken = planning.lay_out(work, circles, _calendar(session))
        done += taken
        if taken < planning.BATCH:
            return done


def stand_in(centre: Centre) -> int:
    """Hand on what was left unread too long; return how many notices were looked at."""
    done = 0
    while True:
        with transaction(centre.engine, centre.domain) as session:
            taken, more = deputising.take_over(Work(session, centre, centre.clock(), ACTOR))
        done += taken
        if not more:
            return done


def publish(centre: Centre) -> int:
    """Write today's bulletins that are still missing; return how many."""
    try:
        with transaction(centre.engine, centre.domain) as session:
            return bulletin.publish(Work(session, centre, centre.clock(), ACTOR), _calendar(session))
    except IntegrityError:
        # another worker wrote them in the same instant
        return 0
