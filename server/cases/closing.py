"""The end of a matter, decided by a person, and what opens it again. Nothing closes without its papers."""

from __future__ import annotations

from server.audit import service as audit
from server.cases import deed, dispatch, journal, limits, papers, passes, service, wording
from server.cases.access import Reader
from server.cases.deed import Deed, Reason
from server.cases.limits import Limit
from server.cases.rules import CaseState, EventType
from server.cases.tables import PetitionCase
from server.core.work import Work
from server.units import service as units

#: as long as this window is open, the petitioner has the word
_WINDOW = {CaseState.DELIVERED: Limit.REVIEW_REQUEST, CaseState.REVIEW_DELIVERED: Limit.RECHECK_REQUEST}


class FinalizeRequest(Deed):
    """审核认定办结. `agreed`: the petitioner accepts the answer and waits for no window (停访息诉)."""

    reason: Reason
    agreed: bool = False


class ReopenRequest(Deed):
    """After re-review only new facts or reasons open a matter again (Art. 36(3))."""

    new_facts: Reason


class ArchiveRequest(Deed):
    remark: str = ""


def finalize(work: Work, who: Reader, case_id: str, body: FinalizeRequest) -> PetitionCase:
    """Decide that the matter is final. Raise WRONG_STATE while a paper is owed or the petitioner may still ask."""
    case = deed.begin(work, who, case_id, body, EventType.FINALIZED, deed.office)
    _papers_served(work, case)
    window = _WINDOW.get(CaseState(case.state))
    if window and not body.agreed and limits.running(work, case, window):
        raise deed.wrong_state(
            "信访人请求复查、复核的期限未满。", "The petitioner may still ask for review; the window is open."
        )
    service.record(work, case, EventType.FINALIZED, work.now, {"reason": body.reason, "agreed": body.agreed})
    audit.record(work, "petition.finalized", f"case:{case.id}")
    return case


def archive(work: Work, who: Reader, case_id: str, body: ArchiveRequest) -> PetitionCase:
    case = deed.begin(work, who, case_id, body, EventType.ARCHIVED, deed.office)
    _papers_served(work, case)
    service.record(work, case, EventType.ARCHIVED, work.now, {"remark": body.remark})
    audit.record(work, "petition.archived", f"case:{case.id}")
    return case


def reopen(work: Work, who: Reader, case_id: str, body: ReopenRequest) -> PetitionCase:
    """Give the matter back to the unit that answered for it; from the screening desk it was never given to anybody."""
    case = deed.begin(work, who, case_id, body, EventType.REOPENED, deed.office)
    unit = passes.responsible(journal.history(work.session, work.vault, case.id)) or case.holder
    case.holder = unit if dispatch.allowed(work, case, unit) else dispatch.office_of(work, case)
    service.record(work, case, EventType.REOPENED, work.now, {"new_facts": body.new_facts, "holder": case.holder})
    told = units.duty_officers(work.session, case.holder)
    dispatch.tell(work, case, told, wording.handed_over(work.session, case.number, "重新办理"))
    audit.record(work, "petition.reopened", f"case:{case.id}")
    return case


def _papers_served(work: Work, case: PetitionCase) -> None:
    if not papers.all_served(work, case):
        raise deed.wrong_state("还有文书没有送达，不能办结。", "A paper of this matter was not handed over yet.")
