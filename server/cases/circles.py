"""Who may learn of a matter, for whoever sends notices: what was decided on registration, and the posts of today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlmodel import Session, col, select

from server.cases.tables import Barred, CaseExclusion, PetitionCase
from server.core.writing import ALONE
from server.notify.circle import Circle
from server.units import service as units


def circles(session: Session, case_ids: Collection[str]) -> Mapping[str, Circle]:
    """Return the circle of each matter.

    Away is whoever was named on registration, and whoever holds a post in an excluded unit now: people change posts.
    A sealed matter is for the desk that holds it (Regulations on Petitioning 2022, Art. 30).
    """
    if not case_ids:
        return {}
    wanted = select(PetitionCase.id, PetitionCase.holder, PetitionCase.restricted)
    return _drawn(session, session.exec(wanted.where(col(PetitionCase.id).in_(case_ids))).all())


def circle_of(session: Session, case: PetitionCase) -> Circle:
    """As `circles`, for a matter at hand."""
    return _drawn(session, [(case.id, case.holder, case.restricted)])[case.id]


def _drawn(session: Session, matters: Sequence[tuple[str, str, bool]]) -> dict[str, Circle]:
    away: dict[str, set[str]] = defaultdict(set)
    closed: dict[str, set[str]] = defaultdict(set)
    barred = select(CaseExclusion).where(col(CaseExclusion.case_id).in_([case_id for case_id, _, _ in matters]))
    for row in session.exec(barred.execution_options(**{ALONE: True})).all():
        (closed if row.kind == Barred.UNIT else away)[row.case_id].add(row.code)
    return {
        case_id: Circle(
            frozenset(away[case_id]) | units.barred(session, frozenset(closed[case_id]), ()),
            frozenset(one.account for one in units.duty_officers(session, holder)) if restricted else None,
        )
        for case_id, holder, restricted in matters
    }
