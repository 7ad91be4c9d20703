"""What is owed after a matter is over: a call and putting right after a bad rating, feedback to who accused somebody."""

from __future__ import annotations

from server.audit import service as audit
from server.cases import deed, journal, passes, service
from server.cases.access import Reader
from server.cases.deed import Deed, Reason
from server.cases.rules import CaseState, EventType
from server.cases.tables import PetitionCase
from server.core.work import Work


class FollowUpRequest(Deed):
    """What was said or done."""

    text: Reason


def call_back(work: Work, who: Reader, case_id: str, body: FollowUpRequest) -> PetitionCase:
    """The petition office has spoken with who rated badly (回访)."""
    return _after_bad_rating(work, who, case_id, body, EventType.CALLED_BACK)


def rectify(work: Work, who: Reader, case_id: str, body: FollowUpRequest) -> PetitionCase:
    """What was rated badly is put right (整改)."""
    return _after_bad_rating(work, who, case_id, body, EventType.RECTIFIED)


def feed_back(work: Work, who: Reader, case_id: str, body: FollowUpRequest) -> PetitionCase:
    """The discipline organ tells who accused under their name what came of it, once it is over."""
    case = deed.begin(work, who, case_id, body, EventType.FED_BACK, deed.desk)
    steps = journal.history(work.session, work.vault, case.id)
    over = CaseState(case.state) in (CaseState.FINAL, CaseState.ARCHIVED)
    if not case.restricted or case.anonymous or not over or passes.last(steps, EventType.FED_BACK):
        raise deed.wrong_state("没有需要反馈的检举控告。", "No accusation that waits for feedback.")
    return _done(work, case, EventType.FED_BACK, body)


def _after_bad_rating(work: Work, who: Reader, case_id: str, body: FollowUpRequest, event: EventType) -> PetitionCase:
    case = deed.begin(work, who, case_id, body, event, deed.keeps)
    steps = journal.history(work.session, work.vault, case.id)
    if passes.last(steps, EventType.RATED_BADLY, event) is not EventType.RATED_BADLY:
        raise deed.wrong_state("没有待跟进的差评。", "No bad rating waits for this.")
    return _done(work, case, event, body)


def _done(work: Work, case: PetitionCase, event: EventType, body: FollowUpRequest) -> PetitionCase:
    service.record(work, case, event, work.now, {"text": body.text})
    audit.record(work, f"petition.{event.value}", f"case:{case.id}")
    return case
