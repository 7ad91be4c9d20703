"""Two registrations of one matter become one; one registration of two matters becomes two. Nothing is erased."""

from __future__ import annotations

from pydantic import Field

from server.audit import service as audit
from server.cases import (
    access,
    deed,
    dispatch,
    journal,
    numbers,
    repository,
    sealing,
    searching,
    service,
    views,
    wording,
)
from server.cases.access import Reader
from server.cases.deed import Deed, Reason
from server.cases.retelling import retold
from server.cases.rules import JOINABLE, CaseState, EventType
from server.cases.tables import CaseSearch, PetitionCase
from server.clocks import recount as clocks
from server.contract.v1 import Decision, Lease, Outcome
from server.contract.v1.base import Answer
from server.core.work import Work
from server.core.writing import Draft
from server.units import service as units

#: of a merge, in the history of the matter that goes on: who came into it
_PEOPLE = "people"


class MergeRequest(Deed):
    #: number of the matter that goes on
    into: str = Field(min_length=1, max_length=38)
    reason: Reason


class UndoMergeRequest(Deed):
    reason: Reason


class SplitRequest(Deed):
    """What becomes a matter of its own."""

    summary: str = Field(min_length=5, max_length=4000)
    requests: tuple[str, ...] = Field(default=(), max_length=10)
    reason: Reason


class SplitAnswer(Answer):
    """The new matter; number and code go to the petitioner on a slip of their own."""

    matter: views.InboxItem
    query_code: str


def merge(work: Work, who: Reader, case_id: str, body: MergeRequest) -> PetitionCase:
    """Merge this matter into another one, which goes on; return the other.

    Raise NOT_FOUND when the reader may not know either, WRONG_STATE when one is answered already, and INVALID_REQUEST
    when it is the same matter or different people are kept away from the two: who sees the one would learn of the other.
    """
    target = access.find_number(work.session, who, body.into)
    # always in the same order, so that two merges crossing each other do not wait for each other
    for one in sorted({case_id, target.id}):
        access.find(work.session, who, one, lock=True)
    case = deed.begin(work, who, case_id, body, EventType.MERGED, deed.keeps)
    if target.id == case.id or not _alike_closed(work, case, target):
        raise deed.invalid("不能并入该事项。", "It cannot be merged into this matter.", "into")
    if not deed.keeps(work, who, target):
        raise deed.invalid("并入的事项不归您办理。", "The other matter is not in your hands.", "into")
    if CaseState(target.state) not in JOINABLE:
        raise deed.wrong_state("并入的事项已经答复或者办结。", "The other matter is answered already.")
    case.merged_into = target.id
    service.record(work, case, EventType.MERGED, work.now, {"into": target.number, "reason": body.reason})
    joined = repository.share_people(work, case.id, target.id)
    said = {"number": case.number, "reason": body.reason, _PEOPLE: joined}
    service.record(work, target, EventType.ABSORBED, work.now, said)
    audit.record(work, "petition.merged", f"case:{case.id}")
    return target


def undo(work: Work, who: Reader, case_id: str, body: UndoMergeRequest) -> PetitionCase:
    """Take back a merge that was a mistake: the matter stands where it stood, with the limits it would have, and its
    people leave the other one. Raise WRONG_STATE for a matter that is not merged.
    """
    into = access.find(work.session, who, case_id).merged_into
    for one in sorted(filter(None, {case_id, into})):
        work.session.get(PetitionCase, one, with_for_update=True, populate_existing=True)
    case = deed.begin(work, who, case_id, body, EventType.UNMERGED, deed.keeps)
    target = work.session.get_one(PetitionCase, into)
    _part(work, case, target)
    case.merged_into = ""
    service.record(work, case, EventType.UNMERGED, work.now, {"from": target.number, "reason": body.reason})
    service.record(work, target, EventType.RELEASED, work.now, {"number": case.number, "reason": body.reason})
    history = journal.history(work.session, work.vault, case.id)
    clocks.recount(work.session, case.id, retold(case, history), work.now)
    told = units.duty_officers(work.session, case.holder)
    dispatch.tell(work, case, told, wording.handed_over(work.session, case.number, "继续办理（撤销合并）"))
    audit.record(work, "petition.unmerged", f"case:{case.id}")
    return case


def _part(work: Work, case: PetitionCase, target: PetitionCase) -> None:
    """Take the people of the merge out of the other matter, and out of those it went into itself."""
    gone, number = {*repository.people_ids(work.session, case.id)}, case.number
    while True:
        steps = journal.history(work.session, work.vault, target.id)
        taken = [step for step in steps if step.type is EventType.ABSORBED and step.payload["number"] == number]
        gone &= set(taken[-1].payload.get(_PEOPLE, ())) if taken else set()
        repository.unshare_people(work, target.id, gone)
        if not target.merged_into or not gone:
            return
        number, target = target.number, work.session.get_one(PetitionCase, target.merged_into)


def split(work: Work, who: Reader, case_id: str, body: SplitRequest) -> SplitAnswer:
    """Make part of a matter one of its own, with the same people and the same who are kept away. It waits at the
    screening desk, and its limits count from the day the petitioner came."""
    case = deed.begin(work, who, case_id, body, EventType.SPLIT, deed.keeps)
    if case.restricted or CaseState(case.state) not in JOINABLE:
        raise deed.wrong_state("密封、已答复或者已办结的事项不能拆分。", "A sealed or answered matter is not split.")
    lease = numbers.use(work, case.kiosk, case.hall_region, "")
    part = _copy(work, case, lease, body)
    service.record(work, case, EventType.SPLIT, work.now, {"number": part.number, "reason": body.reason})
    service.record(work, part, EventType.VISIT_STARTED, part.visit_started_at, {"split_from": case.number})
    service.record(work, part, EventType.REGISTERED, part.registered_at, {"number": part.number})
    service.record(work, part, EventType.SCREENING, work.now, {"holder": part.holder, "reason": body.reason})
    told = units.duty_officers(work.session, part.holder)
    dispatch.tell(work, part, told, wording.handed_over(work.session, part.number, "甄别"))
    audit.record(work, "petition.split", f"case:{case.id}")
    return SplitAnswer(matter=views.item(work, who, part), query_code=lease.query_code)


def _alike_closed(work: Work, case: PetitionCase, target: PetitionCase) -> bool:
    """Tell whether exactly the same are kept away from both."""
    both = (case.id, target.id)
    first_units, second_units = (repository.barred_units(work.session, one) for one in both)
    first_people, second_people = (repository.barred_accounts(work.session, one) for one in both)
    same = first_units == second_units and first_people == second_people
    return same and not case.restricted and not target.restricted


def _copy(work: Work, case: PetitionCase, lease: Lease, body: SplitRequest) -> PetitionCase:
    part_id = repository.new_id()
    matter = sealing.matter(work.vault, case)
    matter = matter.model_copy(update={"summary": body.summary, "text": body.summary, "requests": body.requests})
    decision = Decision(
        outcome=Outcome.SCREENING,
        confidence=0,
        reason="由同一次来访的另一事项拆分，由信访部门确定责任单位。",
        reason_en="Split from another matter of the same visit; the petition office finds the responsible unit.",
    )
    petitioner = sealing.petitioner(work.vault, case)
    part = PetitionCase(
        id=part_id,
        number=lease.number,
        state=CaseState.VISITING,
        holder=dispatch.office_of(work, case),
        hall_region=case.hall_region,
        kiosk=case.kiosk,
        visit_started_at=case.visit_started_at,
        registered_at=case.registered_at,
        received_at=case.received_at,
        continues=case.id,
        confidential=case.confidential,
        anonymous=case.anonymous,
        collective=case.collective,
        notice_version=case.notice_version,
        code_index=numbers.code_index(work, lease.query_code),
        petitioner_sealed=sealing.seal_petitioner(work.vault, part_id, petitioner),
        matter_sealed=sealing.seal_matter(work.vault, part_id, matter),
        decision_sealed=sealing.seal_decision(work.vault, part_id, decision),
    )
    work.session.add(part)
    work.session.flush()
    repository.share_people(work, case.id, part.id)
    away = Draft()
    repository.bar(
        away,
        part.id,
        repository.barred_units(work.session, case.id),
        repository.barred_accounts(work.session, case.id),
    )
    away.insert(CaseSearch, searching.rows_again(work, [part.id]))
    away.write(work.session)
    return part
