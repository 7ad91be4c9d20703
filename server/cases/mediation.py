"""People's mediation beside the way of a matter, and the confirmation of its agreement by the court.

人民调解法 Art. 3 (both sides want it), 26 (when it fails, arbitration, administration and court are named), 28–33 (agreement;
both may ask the court within 30 days to confirm it); 人民调解工作若干规定 Art. 33 (generally within a month).
"""

from __future__ import annotations

from pydantic import Field

from server.audit import service as audit
from server.cases import deed, journal, papers, passes, service
from server.cases.access import Reader
from server.cases.deed import Deed, Words
from server.cases.papers import Paper
from server.cases.rules import JOINABLE, CaseState, EventType
from server.cases.tables import PetitionCase
from server.core.work import Work

_CONFIRM = "双方可以自本协议生效之日起30日内共同向人民法院申请司法确认（人民调解法第三十三条）"
_ROUTES = "可以依法通过仲裁、行政、司法等途径维护自己的权利（人民调解法第二十六条）"


class OpenMediationRequest(Deed):
    #: committee or mediator
    mediator: str = Field(min_length=2, max_length=120)
    #: who the dispute is with
    other_side: str = Field(min_length=1, max_length=200)
    #: both sides agree to be mediated
    willing: bool


class CloseMediationRequest(Deed):
    agreed: bool
    #: the agreement, or why there is none
    text: Words


class ConfirmRequest(Deed):
    """Both sides have asked the court together."""

    court: str = Field(min_length=2, max_length=120)


def begin(work: Work, who: Reader, case_id: str, body: OpenMediationRequest) -> PetitionCase:
    """Raise INVALID_REQUEST without the will of both sides, WRONG_STATE when one is under way or nobody has the matter."""
    case = deed.begin(work, who, case_id, body, EventType.MEDIATION_OPENED, deed.desk)
    if not body.willing:
        raise deed.invalid("调解须双方当事人自愿。", "Mediation needs the will of both sides.", "willing")
    if case.restricted or CaseState(case.state) not in JOINABLE or _under_way(work, case):
        raise deed.wrong_state("该事项现在不能调解，或者正在调解。", "No mediation now, or one is under way.")
    payload = {"mediator": body.mediator, "other_side": body.other_side}
    service.record(work, case, EventType.MEDIATION_OPENED, work.now, payload)
    audit.record(work, "petition.mediation_opened", f"case:{case.id}")
    return case


def close(work: Work, who: Reader, case_id: str, body: CloseMediationRequest) -> PetitionCase:
    """End it; the paper that says what follows is queued in the same step."""
    case = deed.begin(work, who, case_id, body, EventType.MEDIATION_CLOSED, deed.desk)
    if not _under_way(work, case):
        raise deed.wrong_state("没有正在进行的调解。", "No mediation is under way.")
    service.record(work, case, EventType.MEDIATION_CLOSED, work.now, {"agreed": body.agreed, "text": body.text})
    paper, follows = (Paper.MEDIATION, _CONFIRM) if body.agreed else (Paper.OTHER_ROUTES, _ROUTES)
    papers.queue(work, case, paper, {"编号": case.number, "内容": body.text, "告知": follows})
    audit.record(work, "petition.mediation_closed", f"case:{case.id}")
    return case


def confirm(work: Work, who: Reader, case_id: str, body: ConfirmRequest) -> PetitionCase:
    """Note the joint request. Raise WRONG_STATE without an agreement, or for a second one."""
    case = deed.begin(work, who, case_id, body, EventType.JOINT_APPLICATION, deed.desk)
    steps = journal.history(work.session, work.vault, case.id)
    closed = [step for step in steps if step.type in (EventType.MEDIATION_CLOSED, EventType.JOINT_APPLICATION)]
    if not closed or not closed[-1].payload.get("agreed"):
        raise deed.wrong_state("没有待确认的调解协议。", "There is no agreement to confirm.")
    service.record(work, case, EventType.JOINT_APPLICATION, work.now, {"court": body.court})
    audit.record(work, "petition.confirmation_asked", f"case:{case.id}")
    return case


def _under_way(work: Work, case: PetitionCase) -> bool:
    steps = journal.history(work.session, work.vault, case.id)
    found = passes.last(steps, EventType.MEDIATION_OPENED, EventType.MEDIATION_CLOSED)
    return found is EventType.MEDIATION_OPENED
