"""Who supervises, and how those who are pushed hear of it. What a matter is kept from stays kept: `cases.circles`."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from server.accounts.permissions import Action, Actor, may
from server.cases import dispatch, repository, wording
from server.cases.access import Reader
from server.cases.circles import circles
from server.cases.tables import PetitionCase
from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.work import Work
from server.notify import service as notify
from server.notify.service import Message
from server.notify.tables import NoticeKind
from server.units import service as units
from server.units.service import PartyAccount
from server.units.tables import PostRole, UnitKind

DESK = (PostRole.DUTY_OFFICER, PostRole.HEAD)
AND_LEADER = (*DESK, PostRole.LEADER_IN_CHARGE)


def supervises(session: Session, who: Reader) -> bool:
    """Leaders, the convenor, and who keeps the desk of a petition office (Regulations on Petitioning 2022, Art. 14)."""
    if may(Actor(who.role), Action.INSTRUCT):
        return True
    kinds = (found.kind for code in who.desks if (found := units.unit(session, code)))
    return may(Actor(who.role), Action.SUPERVISE) and UnitKind.PETITION in kinds


def check(session: Session, who: Reader) -> None:
    """Raise FORBIDDEN for everybody else."""
    if not supervises(session, who):
        raise HallError(
            ErrorCode.FORBIDDEN,
            "督办由信访部门和领导进行。",
            "The petition office and leaders supervise.",
            "请联系信访局值班员 · Ask the duty officer of the petition office.",
        )


def of_unit(session: Session, unit: str, *roles: PostRole) -> tuple[PartyAccount, ...]:
    return units.people(session, unit, *roles)


def tell(work: Work, case: PetitionCase, wanted: Iterable[PartyAccount], title: str, more: str) -> None:
    """Tell these people of a matter, except those it is kept from; who is told may open it."""
    circle = circles(work.session, {case.id})[case.id]
    open_now = [party for party in wanted if circle.admits(party.account)]
    repository.told(work, case.id, [(dispatch.PARTY_ROLE[party.role], party.account) for party in open_now])
    send(work, case, [party.account for party in open_now], title, more)


def send(work: Work, case: PetitionCase, accounts: Iterable[str], title: str, more: str) -> None:
    """Put the notice into the outbox for accounts that may know of the matter."""
    circle = circles(work.session, {case.id})[case.id]
    body = f"编号尾号 {wording.number_tail(case.number)}，{more}"
    message = Message(case.id, NoticeKind.SUPERVISION, title, body, case.number)
    notify.enqueue(work, [account for account in accounts if circle.admits(account)], message)
