"""交办: the petition office gives a matter to its unit with a limit of its own, and the unit reports back.

Regulations on Petitioning 2022, Art. 22(1)(3): a matter whose result is wanted back is assigned with a limit (指定办理期限);
the unit gives its result within it and hands in a report (办结报告).
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from server.audit import service as audit
from server.cases import deed, dispatch, journal, passes, service, wording
from server.cases.access import Reader
from server.cases.deed import Deed, Reason, Words
from server.cases.journal import Step
from server.cases.rules import CaseState, EventType
from server.cases.tables import PetitionCase
from server.core.work import Work
from server.units import service as units

#: rule of the clock whose limit each assignment brings
RULE = "R12"
#: in the hands of a unit that can still report
_IN_HAND = frozenset(
    {
        *(CaseState.DISPATCHED, CaseState.ACKNOWLEDGED, CaseState.ON_SCENE, CaseState.INTERVIEWED),
        *(CaseState.ACCEPTED, CaseState.ANSWERED, CaseState.DELIVERED),
    }
)


class AssignRequest(Deed):
    #: calendar days, the day of the assignment not counted
    days: int = Field(ge=1, le=365)
    #: what is to be reported
    requirement: Reason


class ReportRequest(Deed):
    """What came of the matter (办结报告)."""

    result: Reason
    report: Words


def assign(work: Work, who: Reader, case_id: str, body: AssignRequest) -> PetitionCase:
    """Set the limit for the result. Raise WRONG_STATE where no unit has the matter, or one limit runs already."""
    case = deed.begin(work, who, case_id, body, EventType.ASSIGNED, deed.office)
    if not _in_hand(case):
        raise deed.wrong_state("没有责任单位在办理，不能交办。", "No unit has the matter in hand.")
    if awaited(journal.history(work.session, work.vault, case.id)):
        raise deed.wrong_state("已经交办，等待反馈结果。", "It is assigned already; its result is awaited.")
    give(work, case, body.days, body.requirement)
    return case


def give(work: Work, case: PetitionCase, days: int, requirement: str) -> None:
    """Assign a matter that goes to its unit in this very step."""
    payload = {"limits": {RULE: days}, "requirement": requirement, "unit": case.holder}
    service.record(work, case, EventType.ASSIGNED, work.now, payload)
    told = units.parties(work.session, case.holder)
    dispatch.tell(work, case, told, wording.handed_over(work.session, case.number, f"{days}日内反馈结果"))
    audit.record(work, "petition.assigned", f"case:{case.id}")


def report(work: Work, who: Reader, case_id: str, body: ReportRequest) -> PetitionCase:
    """Hand in the result. Raise WRONG_STATE when nobody waits for one."""
    case = deed.begin(work, who, case_id, body, EventType.RESULT_REPORTED, deed.desk)
    if not awaited(journal.history(work.session, work.vault, case.id)):
        raise deed.wrong_state("没有交办，不需要反馈结果。", "Nothing was assigned.")
    payload = {"result": body.result, "report": body.report, "unit": case.holder}
    service.record(work, case, EventType.RESULT_REPORTED, work.now, payload)
    office = units.duty_officers(work.session, dispatch.office_of(work, case))
    dispatch.tell(work, case, office, wording.handed_over(work.session, case.number, "审核反馈结果"))
    audit.record(work, "petition.result_reported", f"case:{case.id}")
    return case


def awaited(steps: Sequence[Step]) -> bool:
    """Tell whether a result was asked for and not yet reported."""
    return passes.last(steps, EventType.ASSIGNED, EventType.RESULT_REPORTED) is EventType.ASSIGNED


def open_to(case: PetitionCase, steps: Sequence[Step]) -> bool:
    """Tell whether the matter can be assigned now."""
    return _in_hand(case) and not awaited(steps)


def _in_hand(case: PetitionCase) -> bool:
    return not case.restricted and CaseState(case.state) in _IN_HAND
