"""What number and query code open to anybody: dates and limits, never content, never a person."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import Field

from server.audit import service as audit
from server.cases import journal, numbers, repository, wording
from server.cases.rules import EventType
from server.cases.tables import CodeAttempt, PetitionCase
from server.clocks import service as clocks
from server.contract.v1 import ClockView, ErrorCode
from server.contract.v1.base import Answer, Request
from server.core import ids
from server.core.database import transaction
from server.core.errors import HallError
from server.core.work import Work
from server.units import service as units

#: compared with when there is no such matter, so that the answer takes as long
_NO_INDEX = "0" * 64

_MILESTONES: dict[EventType, tuple[str, str]] = {
    EventType.REGISTERED: ("已登记", "Registered"),
    EventType.SCREENING: ("正在确定责任单位", "Responsible unit being determined"),
    EventType.DISPATCHED: ("已转送责任单位", "Sent to the responsible unit"),
    EventType.ACKNOWLEDGED: ("责任单位已签收", "Acknowledged by the unit"),
    EventType.ON_SCENE: ("工作人员已到场", "Staff on the scene"),
    EventType.INTERVIEW_CLOSED: ("接谈完毕", "Interview closed"),
    EventType.ACCEPTED: ("已受理", "Accepted"),
    EventType.WRITTEN_NOTICE: ("已书面告知", "Notified in writing"),
    EventType.OPINION_ISSUED: ("已作出处理意见", "Opinion issued"),
    EventType.NOT_ACCEPTED: ("不予受理或者已引导到其他途径", "Not accepted or led elsewhere"),
    EventType.EXTENDED: ("办理期限已延长", "Limit extended"),
    EventType.RESULT_DELIVERED: ("结果已送达", "Result delivered"),
    EventType.REVIEW_REQUESTED: ("已收到复查请求", "Review requested"),
    EventType.REVIEW_SERVED: ("复查意见已送达", "Review opinion served"),
    EventType.RECHECK_REQUESTED: ("已收到复核请求", "Re-review requested"),
    EventType.RECHECK_SERVED: ("复核意见已送达", "Re-review opinion served"),
    EventType.FINALIZED: ("已办结", "Closed"),
    EventType.REOPENED: ("已重新办理", "Reopened"),
    EventType.MERGED: ("已并入同一事项办理", "Merged with the same matter"),
}


class Milestone(Answer):
    text: str
    text_en: str
    at: datetime


class ProgressRequest(Request):
    number: str = Field(min_length=1, max_length=60)
    query_code: str = Field(min_length=1, max_length=60)


class Progress(Answer):
    number: str
    state: str
    state_text: str
    unit_name: str
    registered_at: datetime
    milestones: tuple[Milestone, ...]
    clocks: tuple[ClockView, ...]
    next_steps: tuple[str, ...]


def progress(work: Work, number: str, code: str) -> Progress:
    """Return the progress of a matter; raise as `opened`."""
    case = opened(work, number, code)
    audit.record(work, "petition.progress_read", f"case:{case.id}")
    steps = journal.history(work.session, work.vault, case.id)
    unit = units.ref(work.session, case.holder)
    return Progress(
        number=case.number,
        state=case.state,
        state_text=wording.state_text(case.state),
        unit_name=unit.name if unit else "",
        registered_at=case.registered_at,
        milestones=tuple(
            Milestone(text=_MILESTONES[step.type][0], text_en=_MILESTONES[step.type][1], at=step.at)
            for step in steps
            if step.type in _MILESTONES
        ),
        clocks=tuple(view for view in clocks.views(work.session, case.id, work.now) if view.told),
        next_steps=("如有疑问，请凭编号到大厅窗口或拨打查询电话。",),
    )


def opened(work: Work, number: str, code: str) -> PetitionCase:
    """Return the matter that number and query code open. Raise NOT_FOUND for a wrong pair, TOO_MANY_REQUESTS while
    locked.

    A sealed matter answers like one that does not exist (accusations are not shown on the net).
    """
    number, code = number.strip().upper(), ids.normalise_code(code)
    index = work.vault.index("attempt", number)
    _refuse_while_locked(work, index)
    case = repository.by_number(work.session, number)
    expected = case.code_index if case is not None and not case.restricted else _NO_INDEX
    right = numbers.code_fits(work, expected, code)
    if case is None or not right:
        work.session.rollback()
        if ids.is_petition_number(number):
            _count_failure(work, index)
        raise HallError(
            ErrorCode.NOT_FOUND,
            "编号或查询码不正确。",
            "Number or query code is not right.",
            "请对照回执重新输入 · Type them as on the slip.",
        )
    attempt = work.session.get(CodeAttempt, index)
    if attempt is not None:
        work.session.delete(attempt)
    return case


def _refuse_while_locked(work: Work, index: str) -> None:
    attempt = work.session.get(CodeAttempt, index)
    if attempt is not None and attempt.locked_until is not None and attempt.locked_until > work.now:
        raise HallError(
            ErrorCode.TOO_MANY_REQUESTS,
            "输入错误次数过多，暂时不能查询。",
            "Too many wrong codes; this number is locked for a while.",
            f"请 {work.centre.settings.code_lock_minutes} 分钟后再试，或到窗口查询 · Try later or ask at the window.",
        )


def _count_failure(work: Work, index: str) -> None:
    """Count in a transaction of its own, because the refusal rolls the request back."""
    settings = work.centre.settings
    with transaction(work.centre.engine) as session:
        attempt = session.get(CodeAttempt, index, with_for_update=True) or CodeAttempt(number_index=index)
        attempt.failures += 1
        if attempt.failures >= settings.code_failures:
            attempt.failures = 0
            attempt.locked_until = work.now + timedelta(minutes=settings.code_lock_minutes)
        session.add(attempt)
