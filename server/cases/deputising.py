"""A notice that lies unread goes to the deputy, who may then open the matter; never to whom the matter excludes."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session

from server.audit import service as audit
from server.cases import alarms, dispatch, repository, rules, wording
from server.cases.circles import circles
from server.cases.rules import CaseState
from server.cases.tables import PetitionCase
from server.core.work import Work
from server.notify import deputies, unread
from server.notify import service as notify
from server.notify.circle import OPEN
from server.notify.service import Message
from server.notify.tables import Notice, NoticeKind
from server.units import service as units
from server.units.service import PartyAccount
from server.units.tables import PostRole

#: notices of one transaction
BATCH = 100
#: who stands in when nobody was named, nearest first
_NEXT: dict[PostRole, tuple[PostRole, ...]] = {
    PostRole.DUTY_OFFICER: (PostRole.DUTY_OFFICER, PostRole.HEAD, PostRole.LEADER_IN_CHARGE),
    PostRole.HEAD: (PostRole.HEAD, PostRole.LEADER_IN_CHARGE),
    PostRole.LEADER_IN_CHARGE: (PostRole.LEADER_IN_CHARGE, PostRole.HEAD, PostRole.CONVENOR),
    PostRole.CONVENOR: (PostRole.CONVENOR,),
}


def take_over(work: Work) -> tuple[int, bool]:
    """Hand on one batch of notices left unread; return how many were looked at, and whether more may wait. Those of
    matters somebody is at work on wait for the next round: the sweep holds a matter while it tells people of it."""
    found = unread.due(work.session, work.now, BATCH)
    free = alarms.free(work.session, {notice.case_id for notice in found if notice.case_id})
    taken = [notice for notice in found if not notice.case_id or notice.case_id in free]
    known = circles(work.session, {notice.case_id for notice in taken if notice.case_id})
    acts = []
    for notice in taken:
        unread.handled(notice)
        case = work.session.get(PetitionCase, notice.case_id) if notice.case_id else None
        circle = known.get(notice.case_id) if notice.case_id else OPEN
        if circle is None or (case is not None and _settled(work.session, case, notice)):
            continue
        asked = unread.line(work.session, notice)
        deputy = next(
            (
                one
                for one in _candidates(work.session, case.holder if case else "", notice.account)
                if one.account not in asked and circle.admits(one.account)
            ),
            None,
        )
        if deputy is None:
            continue
        if case is not None:
            repository.told(work, case.id, [(dispatch.PARTY_ROLE[deputy.role], deputy.account)])
        title, body = wording.left_unread(notice.number)
        first = notice.stands_for or notice.id
        message = Message(notice.case_id, NoticeKind.UNREAD, title, body, notice.number, first, notice.page)
        notify.enqueue(work, [deputy.account], message)
        acts.append(("notice.taken_over", f"case:{case.id}" if case else f"page:{notice.page}"))
    work.session.flush()
    if acts:
        audit.record_all(work, acts)
    return len(taken), bool(taken) and len(found) == BATCH


def _settled(session: Session, case: PetitionCase, notice: Notice) -> bool:
    """The desk has said that it has the matter, so that nobody need stand in for whoever keeps it. What a leader orders
    is read by itself, on a page that is no part of the file."""
    if notice.page and not notice.page.startswith(f"/cases/{case.id}/"):
        return False
    desk = any(one.account == notice.account for one in units.people(session, case.holder, PostRole.DUTY_OFFICER))
    return desk and CaseState(case.state) not in rules.AWAITING


def _candidates(session: Session, holder: str, account: str) -> Iterator[PartyAccount]:
    posts = units.posts_of(session, account)
    # of several posts, the one in the unit that has the matter
    unit, role = next((post for post in posts if post[0] == holder), next(iter(posts), ("", PostRole.HEAD)))
    for name in deputies.of(session, account):
        their = units.posts_of(session, name)
        if their:
            yield PartyAccount(role, name, "")
    for post in _NEXT[role]:
        if post is PostRole.CONVENOR:
            yield from units.conveners(session, unit)
        else:
            yield from units.people(session, unit, post)
