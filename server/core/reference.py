"""What hardly ever changes and is asked for with every matter: units, posts, the duty catalogue. Read once a process.

One row of the database holds a stamp that triggers renew on every change of those tables, whoever makes it and through
whatever program; each transaction asks for the stamp and goes on with what it knows while the stamp is the same. Nobody
acts on an organisation that was changed before: who is kept away from a matter hangs on it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import chain
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Pool, event, select
from sqlalchemy.orm import ORMExecuteState, Session

from server.core.tables import ReferenceStamp

T = TypeVar("T")
_STAMP = "hall_reference_stamp"
_ASK = select(ReferenceStamp.__table__.c.stamp)  # type: ignore[attr-defined]
#: by database: the stamp, and what was read under it
_known: WeakKeyDictionary[Pool, tuple[str, dict[Hashable, object]]] = WeakKeyDictionary()


class Stamped:
    """Mark of a table whose changes renew the stamp."""


def remembered(session: Session, what: Hashable, load: Callable[[], T]) -> T:
    """Return what `load` read under the present stamp. It must return plain values, tied to no session."""
    stamp = _stamp(session)
    if stamp is None:
        return load()
    pool = session.get_bind().engine.pool
    known_stamp, known = _known.get(pool, ("", {}))
    if known_stamp != stamp:
        known = {}
    elif what in known:
        return known[what]  # type: ignore[return-value]
    found = load()
    # changed while it was read: good for this once
    if session.connection().execute(_ASK).scalar() == stamp:
        known[what] = found
        _known[pool] = (stamp, known)
    return found


#: for whoever reads something else first: the stamp as one more column of that statement, given to `told`
STAMP_COLUMN = _ASK.scalar_subquery().label("reference_stamp")


def told(session: Session, stamp: str | None) -> None:
    """Take the stamp that was read along with something else in this transaction."""
    session.info[_STAMP] = (session.get_transaction(), stamp)


def is_known(session: Session, what: Hashable) -> bool:
    """Tell whether `remembered` would answer without asking the database; never asks it either."""
    transaction, stamp = session.info.get(_STAMP, (None, None))
    if stamp is None or transaction is not session.get_transaction():
        return False
    known_stamp, known = _known.get(session.get_bind().engine.pool, ("", {}))
    return known_stamp == stamp and what in known


def _stamp(session: Session) -> str | None:
    """Return the stamp as this transaction sees it; None when the database has none."""
    transaction, stamp = session.info.get(_STAMP, (None, None))
    if transaction is None or transaction is not session.get_transaction():
        stamp = session.connection().execute(_ASK).scalar()
        session.info[_STAMP] = (session.get_transaction(), stamp)
    return stamp if isinstance(stamp, str) else None


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _context: object) -> None:
    if any(isinstance(one, Stamped) for one in chain(session.new, session.dirty, session.deleted)):
        session.info.pop(_STAMP, None)


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    mapper = state.bind_mapper
    if not state.is_select and (mapper is None or issubclass(mapper.class_, Stamped)):
        state.session.info.pop(_STAMP, None)
