"""What the responsible unit does with a matter, from its arrival in the hall to its opinion."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from pydantic import Field

from server.audit import service as audit
from server.cases import arrival, deed, dispatch, journal, limits, papers, photos, service, sorting, wording
from server.cases.access import Reader
from server.cases.deed import Deed, Reason, Words
from server.cases.limits import Limit
from server.cases.papers import Paper
from server.cases.procedures import WAYS, Procedure
from server.cases.reasons import GROUNDS, LAW, Ground
from server.cases.rules import CaseState, EventType
from server.cases.tables import PetitionCase
from server.contract.v1.base import AwareDatetime
from server.core.time import local
from server.core.work import Work
from server.units import service as units


class Kind(StrEnum):
    """三类: what sort of matter it is, which decides whether the 60 days run (Art. 29-31)."""

    SUGGESTION = "suggestion"
    ACCUSATION = "accusation"
    CLAIM = "claim"


class Outcome(StrEnum):
    """处理意见: what becomes of the requests (Art. 32)."""

    SUPPORTED = "supported"
    #: reasonable, but the law gives no ground: explained
    EXPLAINED = "explained"
    NOT_SUPPORTED = "not_supported"


OUTCOME_TEXT = {
    Outcome.SUPPORTED: "请求事实清楚，符合法律、法规、规章或者其他有关规定的，予以支持",
    Outcome.EXPLAINED: "请求合理但缺乏法律依据的，作出解释说明",
    Outcome.NOT_SUPPORTED: "请求缺乏事实根据或者不符合法律、法规、规章或者其他有关规定的，不予支持",
}


_ACCEPTED_BY = {
    Kind.SUGGESTION: LAW.accepted.suggestion,
    Kind.ACCUSATION: LAW.accepted.accusation,
    Kind.CLAIM: LAW.accepted.claim,
}


class ArriveRequest(Deed):
    #: True moment of arrival in the hall
    arrived_at: AwareDatetime
    #: what the hall shows now; "" for an arrival that nothing proves
    code: str = Field(default="", max_length=20)


class ConcludeRequest(Deed):
    """The interview in the hall, written down (接谈小结)."""

    summary: Words
    #: the matter was settled on the spot and the petitioner agrees
    settled: bool


class AcceptRequest(Deed):
    #: an accusation is accepted by the discipline desk that holds it, and by nobody else
    kind: Kind = Kind.CLAIM
    #: of a claim, the lawful way it takes (Art. 31); every other than the petition procedure has limits of its own law
    procedure: Procedure = Procedure.PETITION


class RefuseRequest(Deed):
    ground: Ground
    #: facts of this matter that the ground rests on
    facts: Reason
    #: where the petitioner can turn instead
    guidance: str = Field(default="", max_length=500)


class NoteRequest(Deed):
    text: Words
    #: hashes of photos this person has sent for the matter
    photos: tuple[str, ...] = Field(default=(), max_length=photos.MOST)


class ExtendRequest(Deed):
    #: of the unit the limit is counted in: days of a petition or a reconsideration, working days of the others
    days: int
    reason: Reason


class OpinionRequest(Deed):
    """处理意见书 must state requests, facts and reasons, opinion and its basis in law (Art. 32)."""

    outcome: Outcome
    facts: Reason
    opinion: Reason
    basis: Words


def arrive(work: Work, who: Reader, case_id: str, body: ArriveRequest) -> PetitionCase:
    case = deed.begin(work, who, case_id, body, EventType.ON_SCENE, deed.desk)
    if not case.registered_at <= body.arrived_at <= work.now:
        raise deed.invalid("到场时间应在登记之后、现在之前。", "The arrival lies after the registration.", "arrived_at")
    presence = arrival.prove(work, who, case, body.code, body.arrived_at)
    service.record(work, case, EventType.ON_SCENE, body.arrived_at, {"unit": case.holder, "presence": presence})
    return _done(work, case, "petition.on_scene")


def conclude(work: Work, who: Reader, case_id: str, body: ConcludeRequest) -> PetitionCase:
    case = deed.begin(work, who, case_id, body, EventType.INTERVIEW_CLOSED, deed.desk)
    payload = {"summary": body.summary, "settled": body.settled}
    service.record(work, case, EventType.INTERVIEW_CLOSED, work.now, payload)
    return _done(work, case, "petition.interview_closed")


def accept(work: Work, who: Reader, case_id: str, body: AcceptRequest) -> PetitionCase:
    """Accept the matter (受理): the 60 days of a claim start now, not at registration, and a written notice is queued."""
    case = deed.begin(work, who, case_id, body, EventType.ACCEPTED, deed.desk)
    if (body.kind is Kind.ACCUSATION) is not case.restricted:
        raise deed.invalid(
            "检举控告由纪检监察机关按检举控告受理，其他事项不按检举控告受理。", "Accusations alone.", "kind"
        )
    if body.kind is not Kind.CLAIM and body.procedure is not Procedure.PETITION:
        raise deed.invalid("只有申诉求决类事项导入其他法定途径。", "Claims alone take another lawful way.", "procedure")
    said: dict[str, object] = {"kind": body.kind, "unit": case.holder}
    content = {"编号": case.number, "受理单位": _unit_name(work, case), "依据": _ACCEPTED_BY[body.kind]}
    if body.procedure is not Procedure.PETITION:
        way = WAYS[body.procedure]
        case.sorts = sorting.under(case, way.tag)
        said |= {"procedure": body.procedure, sorting.SAID: case.sorts}
        content |= {"依据": way.basis, "途径": way.text}
    service.record(work, case, EventType.ACCEPTED, work.now, said)
    papers.queue(work, case, Paper.ACCEPTANCE, content)
    return _done(work, case, "petition.accepted")


def refuse(work: Work, who: Reader, case_id: str, body: RefuseRequest) -> PetitionCase:
    """Decide that the matter is not accepted, no longer accepted or led elsewhere, with the paper its ground asks for.

    Where no notice is owed (N8) nothing waits for one any more.
    """
    case = deed.begin(work, who, case_id, body, EventType.NOT_ACCEPTED, deed.desk)
    ground = GROUNDS[body.ground]
    payload: dict[str, object] = {
        "ground": body.ground,
        "article": ground.article,
        "facts": body.facts,
        "guidance": body.guidance,
    }
    service.record(work, case, EventType.NOT_ACCEPTED, work.now, payload | {"ends_wait": not ground.paper})
    if ground.paper:
        content = {"编号": case.number, "单位": _unit_name(work, case), "理由": ground.text, "事实": body.facts}
        content |= {"依据": ground.article, "途径": body.guidance}
        papers.queue(work, case, ground.paper, content)
    _tell_office(work, case, "归档")
    return _done(work, case, "petition.not_accepted")


def note(work: Work, who: Reader, case_id: str, body: NoteRequest) -> PetitionCase:
    """Write down progress. It moves no clock."""
    case = deed.begin(work, who, case_id, body, EventType.PROGRESS_NOTED, deed.desk)
    if CaseState(case.state) is CaseState.MERGED:
        raise deed.wrong_state()
    photos.refuse_missing(work, case, body.photos)
    said: dict[str, object] = {"text": body.text} | ({"photos": list(body.photos)} if body.photos else {})
    service.record(work, case, EventType.PROGRESS_NOTED, work.now, said)
    return _done(work, case, "petition.progress_noted")


def extend(work: Work, who: Reader, case_id: str, body: ExtendRequest) -> PetitionCase:
    """Approve more time: of the 60 days (Art. 34), or as the law of another procedure allows (Art. 31), which the regime
    of that law says. The person in charge of the unit approves; a paper tells the petitioner why.

    Raise INVALID_REQUEST beyond what the law allows in all (30 days of a petition), LIMIT_PASSED when the time is over,
    WRONG_STATE where no law allows more.
    """
    case = deed.begin(work, who, case_id, body, EventType.EXTENDED, deed.head)
    limit = limits.longer(work, case)
    if limit is None:
        raise deed.wrong_state("该事项没有依法可以延长的办理期限。", "No limit of this matter can be extended by law.")
    before = extended_before(journal.history(work.session, work.vault, case.id), limit.rule)
    if body.days < 1 or before + body.days > limit.most:
        raise deed.invalid(
            f"延长办理期限累计不得超过{limit.words(limit.most)}（{limit.basis}），已延长{limit.words(before)}。",
            f"Extensions add up to at most {limit.most} days; {before} were given.",
            "days",
        )
    if not limit.running:
        raise deed.too_late(
            "办理期限已经届满，不能再延长。",
            "The limit is over and cannot be extended.",
            "请尽快出具处理意见 · Issue the opinion as soon as possible.",
        )
    length = limit.words(body.days)
    payload = {"rule": limit.rule, "days": body.days, "length": length, "reason": body.reason, "approver": work.actor}
    service.record(work, case, EventType.EXTENDED, work.now, payload)
    due = limits.extend(work, case, limit.rule, body.days, body.reason)
    content = {"编号": case.number, "单位": _unit_name(work, case), "延长": length, "理由": body.reason}
    content |= {"新期限": f"{local(due):%Y-%m-%d}", "依据": limit.basis}
    papers.queue(work, case, Paper.EXTENSION, content)
    return _done(work, case, "petition.extended")


def extended_before(steps: Sequence[journal.Step], rule: str) -> int:
    """Return how much this limit of a matter was made longer already, in its unit."""
    given = (step.payload for step in steps if step.type is EventType.EXTENDED)
    return sum(int(said["days"]) for said in given if said.get("rule", Limit.OPINION.value) == rule)


def issue(work: Work, who: Reader, case_id: str, body: OpinionRequest) -> PetitionCase:
    """Issue the opinion; its paper is queued in the same step, so that there is no opinion without it."""
    case = deed.begin(work, who, case_id, body, EventType.OPINION_ISSUED, deed.desk)
    service.record(work, case, EventType.OPINION_ISSUED, work.now, body.model_dump(mode="json", exclude={"version"}))
    papers.queue(work, case, Paper.OPINION, opinion_content(work, case, body))
    _tell_office(work, case, "审核送达")
    return _done(work, case, "petition.opinion_issued")


def _tell_office(work: Work, case: PetitionCase, what: str) -> None:
    """The petition office closes what a unit answered or did not accept; of a sealed matter it never hears."""
    office = dispatch.office_of(work, case)
    if not case.restricted and office != case.holder:
        people = units.parties(work.session, office)
        dispatch.tell(work, case, people, wording.handed_over(work.session, case.number, what))


def opinion_content(work: Work, case: PetitionCase, body: OpinionRequest) -> dict[str, str]:
    content = {"编号": case.number, "单位": _unit_name(work, case), "事实和理由": body.facts, "处理意见": body.opinion}
    return content | {"结论": OUTCOME_TEXT[body.outcome], "依据": body.basis}


def _unit_name(work: Work, case: PetitionCase) -> str:
    found = units.ref(work.session, case.holder)
    return found.name if found else ""


def _done(work: Work, case: PetitionCase, act: str) -> PetitionCase:
    audit.record(work, act, f"case:{case.id}")
    return case
