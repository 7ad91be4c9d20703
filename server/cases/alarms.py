"""Alarms of clocks reach people: who holds the matter now, the leader in charge, the convenor; never the excluded."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from server.audit import service as audit
from server.cases import dispatch, repository, wording
from server.cases.tables import PetitionCase
from server.clocks.ladder import Step
from server.clocks.service import Alarm
from server.core.work import Work
from server.notify import service as notify
from server.notify.service import Message
from server.notify.tables import NoticeKind
from server.units import service as units
from server.units.tables import PostRole

_DESK = frozenset({PostRole.DUTY_OFFICER, PostRole.HEAD})
_REACHES: dict[Step, frozenset[PostRole]] = {
    Step.REMIND: _DESK,
    Step.LEADER: _DESK | {PostRole.LEADER_IN_CHARGE},
    Step.NEXT_LEVEL: _DESK | {PostRole.LEADER_IN_CHARGE},
    Step.CONVENOR: frozenset(PostRole),
    Step.CIRCULAR: frozenset(PostRole),
    Step.EXPIRED: frozenset(PostRole),
}


def free(session: Session, case_ids: Collection[str]) -> frozenset[str]:
    """Return the matters nobody is at work on, held for this transaction (PostgreSQL; SQLite has one writer).

    Nobody is waited for: whoever holds a matter may be about to touch the very clock the worker holds.
    """
    found = session.exec(
        select(PetitionCase.id).where(col(PetitionCase.id).in_(case_ids)).with_for_update(skip_locked=True)
    )
    return frozenset(found.all())


def clock_alarm(work: Work, alarm: Alarm) -> None:
    """Tell of a limit that is running out or is still not met after its end.

    The posts of today are asked, not those of the day the matter came: a matter that lies at the screening desk climbs
    to the leader and the convenor of that desk. A sealed matter never leaves its desk. Whoever is told may open it.
    """
    case = work.session.get(PetitionCase, alarm.case_id)
    if case is None:
        raise LookupError(f"clock {alarm.rule} belongs to no case: {alarm.case_id}")
    away = repository.barred_accounts(work.session, case.id)
    ask = units.duty_officers if case.restricted else units.parties
    people = [party for party in ask(work.session, case.holder, away) if party.role in _REACHES[alarm.step]]
    repository.told(work, case.id, [(dispatch.PARTY_ROLE[party.role], party.account) for party in people])
    body = f"编号尾号 {wording.number_tail(case.number)}：{alarm.rule}，{alarm.due_at.date()}到期。"
    message = Message(case.id, NoticeKind.CLOCK_WARNING, f"时限{alarm.name}", body)
    notify.enqueue(work, [party.account for party in people], message)
    audit.record(work, f"clock.{alarm.step}", f"case:{case.id}")
