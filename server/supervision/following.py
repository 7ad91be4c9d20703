"""Who follows a matter is told of its steps, a few seconds after; whoever takes a step waits for nobody."""

from __future__ import annotations

from sqlmodel import Session, col, select

from server.accounts.tables import Account
from server.audit import service as audit
from server.cases import access, wording
from server.cases.access import Reader
from server.cases.circles import circles
from server.cases.tables import CaseEvent, PetitionCase
from server.contract.v1.base import Answer
from server.core.centre import Centre
from server.core.database import transaction
from server.core.work import Work
from server.notify import service as notify
from server.notify.service import Message
from server.notify.tables import NoticeKind
from server.supervision.tables import Watch

ACTOR = "system:worker"
#: followed matters of one transaction
BATCH = 200


class WatchView(Answer):
    petition_id: str
    watched: bool


def watch(work: Work, who: Reader, case_id: str) -> WatchView:
    """Follow a matter from now on; again changes nothing. Raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    if work.session.get(Watch, (who.account, case.id)) is None:
        work.session.add(Watch(account=who.account, case_id=case.id, since=work.now, seq=case.last_seq))
        audit.record(work, "petition.watched", f"case:{case.id}")
        work.session.flush()
    return WatchView(petition_id=case.id, watched=True)


def unwatch(work: Work, who: Reader, case_id: str) -> WatchView:
    """Follow it no more. Raise NOT_FOUND."""
    case = access.find(work.session, who, case_id)
    row = work.session.get(Watch, (who.account, case.id))
    if row is not None:
        work.session.delete(row)
        audit.record(work, "petition.unwatched", f"case:{case.id}")
        work.session.flush()
    return WatchView(petition_id=case.id, watched=False)


def watches(session: Session, account: str, case_id: str) -> bool:
    return session.get(Watch, (account, case_id)) is not None


def tell(centre: Centre) -> int:
    """Tell everybody what happened to the matters they follow; return how many notices."""
    done = 0
    while True:
        with transaction(centre.engine, centre.domain) as session:
            taken, told = _batch(Work(session, centre, centre.clock(), ACTOR))
        done += told
        if taken < BATCH:
            return done


def _batch(work: Work) -> tuple[int, int]:
    moved = (
        select(Watch, PetitionCase)
        .join(PetitionCase, col(PetitionCase.id) == col(Watch.case_id))
        .where(col(PetitionCase.last_seq) > col(Watch.seq))
        .order_by(col(Watch.account), col(Watch.case_id))
        .limit(BATCH)
        .with_for_update(of=Watch, skip_locked=True)
    )
    found = work.session.exec(moved).all()
    known = circles(work.session, {case.id for _, case in found})
    told = 0
    for row, case in found:
        others = select(CaseEvent.seq).where(
            CaseEvent.case_id == case.id,
            col(CaseEvent.seq) > row.seq,
            col(CaseEvent.seq) <= case.last_seq,
            CaseEvent.actor != f"account:{row.account}",
        )
        news = work.session.exec(others.limit(1)).first() is not None
        row.seq = case.last_seq
        if news and known[case.id].admits(row.account) and _sees(work, row):
            body = f"编号尾号 {wording.number_tail(case.number)}：{wording.state_text(case.state)}。"
            message = Message(case.id, NoticeKind.FOLLOWED, "您关注的事项有新进展", body, case.number)
            notify.enqueue(work, [row.account], message)
            told += 1
    work.session.flush()
    return len(found), told


def _sees(work: Work, row: Watch) -> bool:
    """Tell whether the matter is still open to whoever follows it: posts and holders change."""
    account = work.session.get(Account, row.account)
    if account is None or account.disabled_at is not None:
        return False
    condition = access.visible(access.reader(work.session, account))
    return (
        work.session.exec(select(PetitionCase.id).where(PetitionCase.id == row.case_id, condition)).first() is not None
    )
