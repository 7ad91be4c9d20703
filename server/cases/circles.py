"""Who may learn of a matter, for whoever sends notices: what was decided on registration, and the posts of today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlmodel import Session, col, select

from server.cases.tables import Barred, CaseExclusion, PetitionCase
from server.notify.circle import Circle
from server.units import service as units


def circles(session: Session, case_ids: Collection[str]) -> Mapping[str, Circle]:
    """Return the circle of each matter.

    Away is whoever was named on registration, and whoever holds a post in an excluded unit now: people change posts.
    A sealed matter is for the desk that holds it (Regulations on Petitioning 2022, Art. 30).
    """
    if not case_ids:
        return {}
    away: dict[str, set[str]] = defaultdict(set)
    closed: dict[str, set[str]] = defaultdict(set)
    for row in session.exec(select(CaseExclusion).where(col(CaseExclusion.case_id).in_(case_ids))).all():
        (closed if row.kind == Barred.UNIT else away)[row.case_id].add(row.code)
    wanted = select(PetitionCase.id, PetitionCase.holder, PetitionCase.restricted)
    return {
        case_id: Circle(
            frozenset(away[case_id]) | units.barred(session, frozenset(closed[case_id]), ()),
            frozenset(one.account for one in units.duty_officers(session, holder)) if restricted else None,
        )
        for case_id, holder, restricted in session.exec(wanted.where(col(PetitionCase.id).in_(case_ids))).all()
    }
