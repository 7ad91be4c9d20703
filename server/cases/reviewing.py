"""Review and re-review (复查、复核): asked for in time, decided by the next higher organ, answered in writing.

Regulations on Petitioning 2022, Art. 35: within 30 days of receiving the opinion, of the organ above; Art. 36: the same
again, above that one; the time of a hearing does not count; afterwards the same facts are not accepted any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from server.audit import service as audit
from server.cases import deed, dispatch, journal, limits, papers, passes, service, slips, wording
from server.cases.access import Reader
from server.cases.deed import Deed, Reason, Words
from server.cases.limits import Limit
from server.cases.papers import Paper
from server.cases.reasons import GROUNDS, Ground
from server.cases.rules import CaseState, EventType
from server.cases.slips import ByCode
from server.cases.tables import PetitionCase
from server.contract.v1.base import Answer, AwareDatetime
from server.core.work import Work
from server.units import service as units


class Verdict(StrEnum):
    """What the higher organ makes of the opinion before it."""

    UPHELD = "upheld"
    CHANGED = "changed"
    #: withdrawn: the unit decides anew
    REVOKED = "revoked"


class AskRequest(Deed):
    """The petitioner asks, at the window or by letter; `asked_at` is when the request came in."""

    asked_at: AwareDatetime
    reason: Reason


class ReviewWindow(Answer):
    """The stage that may be asked for next: 复查 or 复核, and until when (the end of the last day)."""

    name: str
    name_en: str
    since: AwareDatetime
    until: AwareDatetime
    open: bool


class AskBySlipRequest(ByCode):
    """The holder of the slip asks from afar; the moment is that of the request."""

    reason: Reason


class ReviewAsked(Answer):
    name: str
    asked_at: AwareDatetime


class VerdictRequest(Deed):
    verdict: Verdict
    facts: Reason
    opinion: Reason
    basis: Words


class HearingRequest(Deed):
    #: True: it begins; False: it is over
    begins: bool


@dataclass(frozen=True, slots=True)
class _Stage:
    """One of the two stages."""

    asks: EventType
    within: Limit
    issues: EventType
    paper: Paper
    name: str
    name_en: str


_STAGES = {
    CaseState.DELIVERED: _Stage(
        EventType.REVIEW_REQUESTED,
        Limit.REVIEW_REQUEST,
        EventType.REVIEW_ISSUED,
        Paper.REVIEW_OPINION,
        "复查",
        "review",
    ),
    CaseState.REVIEW_DELIVERED: _Stage(
        EventType.RECHECK_REQUESTED,
        Limit.RECHECK_REQUEST,
        EventType.RECHECK_ISSUED,
        Paper.RECHECK_OPINION,
        "复核",
        "re-review",
    ),
}
_DECIDED_IN = {
    CaseState.REVIEW: _STAGES[CaseState.DELIVERED],
    CaseState.RECHECK: _STAGES[CaseState.REVIEW_DELIVERED],
}


def ask(work: Work, who: Reader, case_id: str, body: AskRequest) -> PetitionCase:
    """Take in a request for review or re-review, whichever comes next.

    A request after the last day is not accepted: the paper that says so (N7) is queued and the matter stays where it
    is. Raise INVALID_REQUEST for a moment before the opinion was served or in the future.
    """
    case = deed.begin(work, who, case_id, body, EventType.DOCUMENT_QUEUED, deed.office)
    stage = _STAGES.get(CaseState(case.state))
    clock = limits.latest(work, case, stage.within) if stage else None
    if stage is None or clock is None:
        raise deed.wrong_state("该事项现在不能请求复查或者复核。", "No review can be asked for now.")
    if not clock.started_at <= body.asked_at <= work.now:
        raise deed.invalid(
            "请求时间应在送达之后、现在之前。", "A request comes after the opinion was served.", "asked_at"
        )
    if body.asked_at > clock.due_at:
        _refuse_late(work, case, body)
    else:
        _hand_up(work, case, stage, body.asked_at, body.reason)
    audit.record(work, "petition.review_asked", f"case:{case.id}")
    return case


def window(work: Work, case: PetitionCase) -> ReviewWindow | None:
    """Return which stage may be asked for and until when; None when the matter is at no such point."""
    stage = _STAGES.get(CaseState(case.state))
    clock = limits.latest(work, case, stage.within) if stage else None
    if stage is None or clock is None:
        return None
    since, until = clock.started_at, clock.due_at
    return ReviewWindow(name=stage.name, name_en=stage.name_en, since=since, until=until, open=work.now <= until)


def ask_by_slip(work: Work, body: AskBySlipRequest) -> ReviewAsked:
    """Take a request from whoever holds number and query code, within its time.

    Raise as `slips.opened`; WRONG_STATE when there is nothing to review, LIMIT_PASSED after the last day: the window of
    the hall then says so in writing.
    """
    case = slips.opened(work, body.number, body.query_code)
    # two taps are one request: the second finds another state
    work.session.refresh(case, with_for_update=True)
    stage, found = _STAGES.get(CaseState(case.state)), window(work, case)
    if stage is None or found is None:
        raise deed.wrong_state("该事项现在不能请求复查或者复核。", "No review can be asked for now.")
    if not found.open:
        raise deed.too_late(
            f"请求{found.name}的期限已过。",
            f"The time to ask for {found.name_en} is over.",
            "请到大厅窗口咨询 · Ask at the window of the hall.",
        )
    _hand_up(work, case, stage, work.now, body.reason)
    audit.record(work, "petition.review_asked", f"case:{case.id}")
    return ReviewAsked(name=found.name, asked_at=work.now)


def decide(work: Work, who: Reader, case_id: str, body: VerdictRequest) -> PetitionCase:
    """Issue the review or re-review opinion; its paper is queued in the same step."""
    case = deed.begin(work, who, case_id, body, EventType.DOCUMENT_QUEUED, deed.desk)
    stage = _DECIDED_IN.get(CaseState(case.state))
    if stage is None:
        raise deed.wrong_state()
    service.record(work, case, stage.issues, work.now, body.model_dump(mode="json", exclude={"version"}))
    content = {"编号": case.number, "事实和理由": body.facts, "意见": body.opinion, "依据": body.basis}
    papers.queue(work, case, stage.paper, content | {"结论": body.verdict.value})
    audit.record(work, "petition.review_decided", f"case:{case.id}")
    return case


def hearing(work: Work, who: Reader, case_id: str, body: HearingRequest) -> PetitionCase:
    """Note that a hearing begins or is over; its time does not count for the re-review (Art. 36(2))."""
    event = EventType.HEARING_OPENED if body.begins else EventType.HEARING_CLOSED
    case = deed.begin(work, who, case_id, body, event, deed.desk)
    steps = journal.history(work.session, work.vault, case.id)
    held = [step.type for step in steps if step.type in (EventType.HEARING_OPENED, EventType.HEARING_CLOSED)]
    if (held[-1:] == [EventType.HEARING_OPENED]) is body.begins:
        raise deed.wrong_state("听证已经开始或者尚未开始。", "The hearing has begun already, or has not begun.")
    service.record(work, case, event, work.now, {})
    audit.record(work, "petition.hearing", f"case:{case.id}")
    return case


def _hand_up(work: Work, case: PetitionCase, stage: _Stage, asked_at: datetime, reason: str) -> None:
    """Give the matter to the next higher organ; above what this centre knows, the petition office forwards it."""
    before = passes.responsible(journal.history(work.session, work.vault, case.id))
    organ = units.superior(work.session, before)
    if stage.asks is EventType.RECHECK_REQUESTED and organ:
        organ = units.superior(work.session, organ)
    while organ and not dispatch.allowed(work, case, organ):
        organ = units.superior(work.session, organ)
    case.holder = organ or dispatch.office_of(work, case)
    payload = {"reason": reason, "holder": case.holder, "outside": not organ}
    service.record(work, case, stage.asks, asked_at, payload)
    dispatch.tell(
        work, case, units.parties(work.session, case.holder), wording.handed_over(work.session, case.number, stage.name)
    )


def _refuse_late(work: Work, case: PetitionCase, body: AskRequest) -> None:
    ground = GROUNDS[Ground.N7]
    content = {"编号": case.number, "理由": ground.text, "请求时间": body.asked_at.isoformat(), "依据": ground.article}
    papers.queue(work, case, Paper.REFUSAL, content)
