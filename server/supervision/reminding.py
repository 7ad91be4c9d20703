"""催办: the unit that holds a late matter is told to get on with it. One, or many at once under the same rules."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import col, func, select

from server.audit import service as audit
from server.cases import deed, rooms, service
from server.cases.access import Reader
from server.cases.deed import Deed, Reason
from server.cases.rules import EventType
from server.cases.tables import PetitionCase
from server.contract.v1.base import Request
from server.core.work import Work
from server.supervision import batch, people
from server.supervision.batch import BatchResult, Petitions
from server.supervision.tables import Reminder

#: who was reminded is left to work for so long
PAUSE = timedelta(hours=24)


class RemindRequest(Deed):
    text: Reason


class RemindManyRequest(Request):
    petitions: Petitions
    text: Reason


def remind(work: Work, who: Reader, case_id: str, body: RemindRequest) -> PetitionCase:
    """Remind the unit that holds the matter. Raise WRONG_STATE where nothing is owed, or it was reminded a while ago."""
    case = deed.begin(work, who, case_id, body, EventType.REMINDED, deed.pushes)
    if not rooms.owing(work, case, ()):
        raise deed.wrong_state("没有未完成的时限，不需要催办。", "No limit runs; there is nothing to remind of.")
    last = work.session.exec(select(func.max(Reminder.at)).where(Reminder.case_id == case.id)).one()
    if last is not None and work.now - last < PAUSE:
        raise deed.wrong_state("24小时内已经催办过。", "It was reminded within 24 hours.")
    service.record(work, case, EventType.REMINDED, work.now, {"unit": case.holder, "text": body.text})
    work.session.add(Reminder(case_id=case.id, seq=case.last_seq, unit=case.holder, at=work.now))
    people.tell(work, case, people.of_unit(work.session, case.holder, *people.DESK), "催办通知", "请尽快办理。")
    audit.record(work, "petition.reminded", f"case:{case.id}")
    work.session.flush()
    return case


def remind_many(work: Work, who: Reader, body: RemindManyRequest) -> BatchResult:
    """Remind the units of many matters, under the rules of `remind`."""
    return batch.each(
        work,
        who,
        body.petitions,
        lambda case_id, version: remind(work, who, case_id, RemindRequest(version=version, text=body.text)),
    )


def times(work: Work, case_ids: list[str]) -> dict[str, int]:
    """Return how often each of these matters was reminded."""
    counted = select(Reminder.case_id, func.count()).where(col(Reminder.case_id).in_(case_ids))
    return dict(work.session.exec(counted.group_by(Reminder.case_id)).all())
