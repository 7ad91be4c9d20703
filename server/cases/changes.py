"""Whom a change concerns: the readers of open boards who may see a matter that a step was just taken with.

Nobody else hears that anything happened: in a quiet hall the moment alone would tell the complained-of that somebody came.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import or_
from sqlmodel import Session, col, func, select

from server.accounts.tables import Account
from server.cases import access, visits
from server.cases.tables import CaseEvent, PetitionCase

#: events of one look; a larger heap is read in several
LOOK = 500


def changed(
    session: Session, top: int | None, gaps: Collection[int], accounts: Collection[str]
) -> tuple[Sequence[int], frozenset[str]]:
    """Answer `server.notify.boards.Changed` from the histories of all matters."""
    if top is None:
        newest = session.exec(select(func.max(CaseEvent.id))).one()
        return ((newest,) if newest else ()), frozenset()
    new = col(CaseEvent.id) > top
    wanted = or_(new, col(CaseEvent.id).in_(gaps)) if gaps else new
    found = session.exec(
        select(CaseEvent.id, CaseEvent.case_id).where(wanted).order_by(col(CaseEvent.id)).limit(LOOK)
    ).all()
    cases = {case for _, case in found}
    return [number for number, _ in found if number is not None], frozenset(
        account for account in accounts if cases and _concerns(session, account, cases)
    )


def _concerns(session: Session, username: str, cases: Collection[str]) -> bool:
    account = session.get(Account, username)
    if account is None:
        return False
    who = access.reader(session, account)
    theirs = or_(access.visible(who), visits.at_my_halls(session, who))
    return (
        session.exec(select(PetitionCase.id).where(col(PetitionCase.id).in_(cases), theirs).limit(1)).first()
        is not None
    )
