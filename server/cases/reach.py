"""The matters a reader may see, however many there are: a page of them in the order of registration, and their number.

`access.visible` is one condition with two ways to a matter, and no database finds the first page of such a list without
looking at a million. Here each way is asked for itself, through an index, and the answers are put together. A count goes no
further than `MOST`, as no list of a million is turned to its end: below it a count is what the list holds, `MOST` says that
many or more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, literal_column, or_, union
from sqlmodel import Session, col, func, select

from server.cases.access import Reader, ways
from server.cases.rules import CLOSED
from server.cases.tables import PetitionCase
from server.core.database import plan_for_values

#: where counting ends
MOST = 2_000
#: when a matter was registered, and its id
Place = tuple[datetime, str]

_AT, _ID = col(PetitionCase.registered_at), col(PetitionCase.id)


def opened(*, closed: bool = False) -> ColumnElement[bool]:
    """Return the condition of matters that are open (or closed). Written out, because an index over a part is used for
    what is known before the values are."""
    states: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in sorted(CLOSED)]
    return col(PetitionCase.state).in_(states) if closed else col(PetitionCase.state).not_in(states)


def page(
    session: Session,
    who: Reader,
    narrowed: Sequence[ColumnElement[bool]],
    limit: int,
    after: Place | None = None,
    *,
    newest: bool = True,
) -> Sequence[PetitionCase]:
    """Return the next matters of this reader that meet every condition of `narrowed`, the newest (or oldest) first."""
    plan_for_values(session)
    order = (_AT.desc(), _ID.desc()) if newest else (_AT, _ID)
    wanted = select(PetitionCase).where(_ID.in_(_places(who, narrowed, limit, after, newest=newest)))
    return session.exec(wanted.order_by(*order).limit(limit)).all()


def ids(session: Session, who: Reader, narrowed: Sequence[ColumnElement[bool]] = ()) -> set[str]:
    """Return the ids of what `page` would list to its end, `MOST` of them."""
    return set(list(session.execute(_places(who, narrowed, MOST, None, newest=True)).scalars())[:MOST])


def count(session: Session, who: Reader, narrowed: Sequence[ColumnElement[bool]] = ()) -> int:
    """Count what `page` would list to its end; `MOST` stands for that many or more."""
    plan_for_values(session)
    found = [select(select(PetitionCase.id).where(way, *narrowed).limit(MOST).subquery().c.id) for way in ways(who)]
    # who follows so many already is not asked about what else they were told
    first = session.exec(select(func.count()).select_from(found[0].subquery())).one()
    if len(found) == 1 or first == MOST:
        return first
    return session.exec(select(func.count()).select_from(union(*found).limit(MOST).subquery())).one()


def _places(
    who: Reader, narrowed: Sequence[ColumnElement[bool]], limit: int, after: Place | None, *, newest: bool
) -> CompoundSelect[Any]:
    wanted = [*narrowed, *(() if after is None else (_beyond(after, newest=newest),))]
    order = (_AT.desc(), _ID.desc()) if newest else (_AT, _ID)
    found = [select(PetitionCase.id).where(way, *wanted).order_by(*order).limit(limit) for way in ways(who)]
    return union(*(select(one.subquery().c.id) for one in found))


def _beyond(after: Place, *, newest: bool) -> ColumnElement[bool]:
    at, case_id = after
    # said twice, because only the plain comparison is a bound of the index
    if newest:
        return and_(at >= _AT, or_(at > _AT, case_id > _ID))
    return and_(at <= _AT, or_(at < _AT, case_id < _ID))
