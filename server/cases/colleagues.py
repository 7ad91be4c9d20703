"""Giving a matter to a colleague of the unit, and taking it back. The unit answers for it all the same."""

from __future__ import annotations

from pydantic import Field
from sqlmodel import col, delete, select

from server.accounts.permissions import Action, Actor, may
from server.accounts.tables import Account, Role
from server.audit import service as audit
from server.cases import access, deed, dispatch, repository, service, wording
from server.cases.access import Reader
from server.cases.deed import Deed
from server.cases.handler import HANDLER
from server.cases.rules import CLOSED, CaseState, EventType
from server.cases.tables import CaseParty, PetitionCase
from server.contract.v1.base import Answer
from server.core.work import Work
from server.units import service as units
from server.units.service import PartyAccount
from server.units.tables import PostRole

_POSTS = (PostRole.DUTY_OFFICER, PostRole.HEAD)
_REMARK_LETTERS = 500


class HandRequest(Deed):
    """To whom; "" takes the matter back to the desk of the unit."""

    account: str = Field(max_length=60)
    remark: str = Field(default="", max_length=_REMARK_LETTERS)


class Colleague(Answer):
    account: str
    name: str


class Colleagues(Answer):
    items: tuple[Colleague, ...]


def hand(work: Work, who: Reader, case_id: str, body: HandRequest) -> PetitionCase:
    """Name who handles a matter of this unit; they are told, and may take its steps. It moves no limit.

    Raise INVALID_REQUEST for somebody who is no colleague or is kept away, WRONG_STATE for a matter that is over, or that
    this person has already.
    """
    case = deed.begin(work, who, case_id, body, EventType.HANDLER_NAMED, in_charge)
    if CaseState(case.state) in CLOSED or body.account == case.handler:
        raise deed.wrong_state("已经由其承办，或者事项已经办结。", "It is so already, or the matter is over.")
    found = next((one for one in _colleagues(work, case) if one.account == body.account), None)
    if body.account and found is None:
        raise deed.invalid("只能交给本单位、无须回避的同事。", "Only to a colleague who is not kept away.", "account")
    before = case.handler
    said = {HANDLER: body.account, "name": found.holder if found else "", "remark": body.remark}
    service.record(work, case, EventType.HANDLER_NAMED, work.now, said)
    if before:
        _let_go(work, case, before)
    if found is not None and found.account != who.account:
        dispatch.tell(work, case, [found], wording.handed_over(work.session, case.number, "承办"))
    audit.record(work, "petition.handler_named", f"case:{case.id}")
    return case


def colleagues(work: Work, who: Reader, case_id: str) -> tuple[PartyAccount, ...]:
    """Return whom a matter may be given to; raise NOT_FOUND."""
    return _colleagues(work, access.find(work.session, who, case_id))


def listed(work: Work, who: Reader, case_id: str) -> Colleagues:
    """As `colleagues`, for other programs."""
    found = colleagues(work, who, case_id)
    audit.record(work, "petition.colleagues_read", f"case:{case_id}")
    return Colleagues(items=tuple(Colleague(account=one.account, name=one.holder) for one in found))


def in_charge(work: Work, who: Reader, case: PetitionCase) -> bool:
    """The desk of the unit, its head, and whoever has the matter in hand."""
    return deed.desk(work, who, case) or deed.head(work, who, case)


def _colleagues(work: Work, case: PetitionCase) -> tuple[PartyAccount, ...]:
    away = repository.barred_accounts(work.session, case.id)
    found = {one.account: one for one in units.people(work.session, case.holder, *_POSTS)}
    if not case.restricted:
        # whoever works in the unit without a post of their own; of a sealed matter only its desk knows
        works_there = (Account.unit == case.holder, col(Account.disabled_at).is_(None))
        for one in work.session.exec(select(Account).where(*works_there).order_by(Account.username)).all():
            if may(Actor(Role(one.role)), Action.HANDLE_CASES):
                found.setdefault(one.username, PartyAccount(PostRole.DUTY_OFFICER, one.username, one.display))
    else:
        found = {name: one for name, one in found.items() if one.role is PostRole.DUTY_OFFICER}
    return tuple(one for one in found.values() if one.account not in away)


def _let_go(work: Work, case: PetitionCase, account: str) -> None:
    """Whoever knew of the matter only because they handled it knows of it no more."""
    keep = {post for unit, post in units.posts_of(work.session, account) if unit == case.holder}
    if not keep:
        gone = delete(CaseParty).where(col(CaseParty.case_id) == case.id, col(CaseParty.account) == account)
        work.session.exec(gone)
