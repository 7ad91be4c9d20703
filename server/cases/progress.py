"""What number and query code open to anybody: dates and limits, never content, never a person."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from server.audit import service as audit
from server.cases import journal, papers, plain, rating, reviewing, slips, wording
from server.cases.papers import Paper, PaperView
from server.cases.plain import Plain
from server.cases.rating import Subject
from server.cases.reviewing import ReviewWindow
from server.cases.rules import CaseState, EventType
from server.cases.slips import ByCode
from server.clocks import service as clocks
from server.contract.v1 import ClockView
from server.contract.v1.base import Answer
from server.core.errors import not_found
from server.core.time import local
from server.core.work import Work
from server.units import service as units

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
    EventType.UNMERGED: ("撤销合并，继续单独办理", "Goes on by itself again"),
}


class Milestone(Answer):
    text: str
    text_en: str
    at: datetime


class ProgressRequest(ByCode):
    pass


class ServedPaper(Answer):
    """A paper that was handed over, to be read again."""

    seq: int
    title: str
    served_at: datetime
    title_en: str = ""


class Progress(Answer):
    number: str
    state: str
    state_text: str
    unit_name: str
    registered_at: datetime
    milestones: tuple[Milestone, ...]
    clocks: tuple[ClockView, ...]
    next_steps: tuple[str, ...]
    next_steps_en: tuple[str, ...] = ()
    state_text_en: str = ""
    #: what is happening, what comes next and until when: in plain words
    plain: Plain = Plain()
    papers: tuple[ServedPaper, ...] = ()
    #: what may be rated now, and the levels that were given already, by subject
    ratable: tuple[Subject, ...] = ()
    rated: dict[Subject, int] = Field(default_factory=dict)
    #: the review or re-review that may be asked for; None: none was ever open
    review: ReviewWindow | None = None


def progress(work: Work, number: str, code: str) -> Progress:
    """Return the progress of a matter; raise as `slips.opened`."""
    case = slips.opened(work, number, code)
    audit.record(work, "petition.progress_read", f"case:{case.id}")
    steps = journal.history(work.session, work.vault, case.id)
    unit = units.ref(work.session, case.holder)
    told = tuple(view for view in clocks.views(work.session, case.id, work.now) if view.told)
    review = reviewing.window(work, case)
    return Progress(
        number=case.number,
        state=case.state,
        state_text=wording.state_text(case.state),
        state_text_en=wording.STATE_TEXT_EN[CaseState(case.state)],
        unit_name=unit.name if unit else "",
        registered_at=case.registered_at,
        milestones=tuple(
            Milestone(text=_MILESTONES[step.type][0], text_en=_MILESTONES[step.type][1], at=step.at)
            for step in steps
            if step.type in _MILESTONES
        ),
        clocks=told,
        plain=plain.said(CaseState(case.state), told),
        papers=tuple(
            ServedPaper(
                seq=one.seq, title=one.title, served_at=one.served_at, title_en=papers.TITLES_EN[Paper(one.kind)]
            )
            for one in papers.handed_over(work, case)
            if one.served_at is not None
        ),
        ratable=rating.ratable(work, case),
        rated=rating.given(work, case),
        review=review,
        next_steps=_next_steps(work, review),
        next_steps_en=_next_steps_en(work, review),
    )


def paper(work: Work, number: str, code: str, seq: int) -> PaperView:
    """Return a paper that was handed over to whoever holds the slip; raise as `slips.opened`, and the same for a paper
    that is not there or was not handed over."""
    case = slips.opened(work, number, code)
    found = next((one for one in papers.handed_over(work, case) if one.seq == seq), None)
    if found is None:
        raise not_found()
    audit.record(work, "petition.paper_read", f"case:{case.id}")
    return found


def _next_steps(work: Work, review: ReviewWindow | None) -> tuple[str, ...]:
    settings = work.centre.settings
    asked = (f"不服答复的，{_day(review.until)}前可以请求{review.name}。",) if review and review.open else ()
    return (
        *asked,
        f"如有疑问，请凭编号到大厅窗口，或拨打 {settings.hall_phone}。",
        f"对办理有意见，可以拨打监督电话 {settings.supervision_phone}。",
    )


def _next_steps_en(work: Work, review: ReviewWindow | None) -> tuple[str, ...]:
    settings = work.centre.settings
    asked = (
        (
            f"If you do not agree with the answer, you may ask for a {review.name_en} until {local(review.until):%Y-%m-%d}.",
        )
        if review and review.open
        else ()
    )
    return (
        *asked,
        f"Questions? Bring your number to the hall, or call {settings.hall_phone}.",
        f"Complaints about how it is handled: call {settings.supervision_phone}.",
    )


def _day(at: datetime) -> str:
    shown = local(at)
    return f"{shown.year}年{shown.month}月{shown.day}日"
