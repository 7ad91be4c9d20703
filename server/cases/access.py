"""Who may see a matter: one set of conditions for files, lists, counts and notices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, literal, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from server.accounts.permissions import WHOLE_REGION, Action, Actor, may
from server.accounts.tables import Account, Role
from server.cases.rules import AWAITING, CaseState
from server.cases.tables import Barred, CaseExclusion, CaseParty, PetitionCase
from server.core.errors import not_found
from server.units import service as units
from server.units.tables import PostRole


@dataclass(frozen=True, slots=True)
class Reader:
    """A signed-in person as far as matters are concerned."""

    account: str
    #: units the person works in or holds any post in
    units: frozenset[str]
    #: units whose desk the person keeps
    desks: frozenset[str]
    #: units whose matters the person follows
    follows: frozenset[str]
    #: units the person is in charge of
    heads: frozenset[str] = frozenset()
    role: Role = Role.DUTY_OFFICER


def reader(session: Session, account: Account) -> Reader:
    posts = units.posts_of(session, account.username)
    desks = frozenset(unit for unit, role in posts if role is PostRole.DUTY_OFFICER)
    heads = frozenset(unit for unit, role in posts if role in (PostRole.HEAD, PostRole.LEADER_IN_CHARGE))
    # who goes on with the duties of a dissolved unit goes on with its matters (Art. 24(2))
    desks, heads = desks | units.formerly(session, desks), heads | units.formerly(session, heads)
    own = {account.unit} if account.unit else set()
    every = frozenset(own | {unit for unit, _ in posts})
    # what was complained of before it was merged stays closed to who came from there
    every |= units.formerly(session, every)
    role = Role(account.role)
    follows = desks | heads
    if role in WHOLE_REGION and account.unit:
        follows |= units.beside(session, account.unit)
    return Reader(account.username, every, desks, follows, heads, role)


def identity_open(who: Reader, case: PetitionCase) -> bool:
    """Tell whether this reader sees who the petitioner is: the desk that must meet them, and nobody else; in a
    confidential matter only once the desk has it in hand."""
    if not may(Actor(who.role), Action.READ_IDENTITY) or not at_the_desk(who, case):
        return False
    return not (case.confidential and CaseState(case.state) in AWAITING)


def at_the_desk(who: Reader, case: PetitionCase) -> bool:
    """Tell whether the reader keeps the desk of the unit that has the matter, or has it in hand for that unit."""
    return case.holder in who.desks or (case.handler == who.account and case.holder in who.units)


def visible(who: Reader) -> ColumnElement[bool]:
    """Return the condition under which `who` may know that a matter exists.

    Holding the desk or a post over the holding unit, or having been told, opens a matter; being excluded closes it
    whatever else holds; a sealed matter is open to the holding desk alone (Regulations on Petitioning 2022, Art. 30).
    """
    return _open_to(PetitionCase, **_terms(who))


def ways(who: Reader) -> tuple[ColumnElement[bool], ...]:
    """Return `visible` taken apart: a matter is visible when one of these holds. Each leads to its matters through an
    index; a database asked for both at once looks at every matter there is."""
    told = select(CaseParty.case_id).where(CaseParty.account == who.account)
    lawful = _lawful(PetitionCase, **_terms(who))
    followed = (and_(col(PetitionCase.holder).in_(who.follows), lawful),) if who.follows else ()
    return (*followed, and_(col(PetitionCase.id).in_(told), lawful))


def visible_in(who: Reader, case: Any) -> ColumnElement[bool]:
    """As `visible`, for rows of a query that has the columns id, holder and restricted of a matter."""
    return _open_to(case, **_terms(who))


def unbarred(who: Reader) -> ColumnElement[bool]:
    """Return the condition under which `who` is not kept away from a matter."""
    return _not_kept_from(PetitionCase, who.units, who.account)


def _terms(who: Reader) -> dict[str, Any]:
    return {"account": who.account, "units": who.units, "desks": who.desks, "follows": who.follows}


def _open_to(case: Any, *, account: Any, units: Any, desks: Any, follows: Any) -> ColumnElement[bool]:
    """The condition for these values, or for bound parameters of their names."""
    # asked matter by matter: EXISTS would let PostgreSQL read everything the person was ever told first
    told = select(literal(1)).where(CaseParty.case_id == case.id, CaseParty.account == account)
    followed = case.holder.in_(follows)
    return and_(
        or_(followed, told.scalar_subquery().is_not(None)), _lawful(case, units=units, account=account, desks=desks)
    )


def _lawful(case: Any, *, account: Any, units: Any, desks: Any, **_: Any) -> ColumnElement[bool]:
    """The condition that closes a matter to whoever could else see it."""
    return and_(or_(case.restricted == false(), case.holder.in_(desks)), _not_kept_from(case, units, account))


def barred(who: Reader) -> SelectOfScalar[str]:
    """Return the ids of all matters this reader is kept away from."""
    return select(CaseExclusion.case_id).where(_named(who.units, who.account))


def _not_kept_from(case: Any, units: Any, account: Any) -> ColumnElement[bool]:
    return ~exists().where(col(CaseExclusion.case_id) == case.id, _named(units, account))


def _named(units: Any, account: Any) -> ColumnElement[bool]:
    return or_(
        and_(col(CaseExclusion.kind) == Barred.UNIT, col(CaseExclusion.code).in_(units)),
        and_(col(CaseExclusion.kind) == Barred.ACCOUNT, col(CaseExclusion.code) == account),
    )


#: what every step begins with, put together once
_PREPARED = _open_to(
    PetitionCase,
    account=bindparam("account"),
    units=bindparam("units", expanding=True),
    desks=bindparam("desks", expanding=True),
    follows=bindparam("follows", expanding=True),
)
_FIND = select(PetitionCase).where(col(PetitionCase.id) == bindparam("wanted"), _PREPARED)
_FIND_NUMBER = select(PetitionCase).where(col(PetitionCase.number) == bindparam("wanted"), _PREPARED)


def find(session: Session, who: Reader, case_id: str, *, lock: bool = False) -> PetitionCase:
    """Return the matter, or raise NOT_FOUND: the same answer for what is not there and what is not theirs."""
    return _one(session, who, _FIND, case_id, lock=lock)


def find_number(session: Session, who: Reader, number: str, *, lock: bool = False) -> PetitionCase:
    """As `find`, by the number on the slip."""
    return _one(session, who, _FIND_NUMBER, number, lock=lock)


def sees(session: Session, who: Reader, case_id: str) -> bool:
    """Tell whether the file opens to this reader."""
    return session.exec(_FIND, params={**_terms(who), "wanted": case_id}).first() is not None


def _one(
    session: Session, who: Reader, statement: SelectOfScalar[PetitionCase], wanted: str, *, lock: bool
) -> PetitionCase:
    if lock:
        # what was read before the lock may have changed while waiting for it
        statement = statement.with_for_update().execution_options(populate_existing=True)
    case = session.exec(statement, params={**_terms(who), "wanted": wanted}).first()
    if case is None:
        raise not_found()
    return case
