"""Whose matter is it? Objection, consent of the sender, arbitration.

Regulations on Petitioning 2022, Art. 23(3): a unit that finds a matter outside its powers objects within 5 working days
with detailed reasons, and hands it back once the sender agrees. Art. 24(1): several units agree, else their common
superior decides, else the joint conference.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from pydantic import Field

from server.audit import service as audit
from server.cases import deed, dispatch, journal, limits, passes, proposals, repository, service, wording
from server.cases.access import Reader
from server.cases.deed import Deed, Reason
from server.cases.limits import Limit
from server.cases.rules import EventType
from server.cases.settings import case_settings
from server.cases.tables import PetitionCase
from server.contract.v1.base import Request
from server.core.work import Work
from server.units import service as units
from server.units.tables import PostRole


class Principle(StrEnum):
    """What is weighed when units dispute a matter. The first four follow Art. 5(3) and the law of duties; that the
    citizen must not wait for the dispute is this project's reading."""

    #: 法定职责必须为: what law and the unit's charter (三定) say
    LAWFUL_DUTY = "lawful_duty"
    #: 属地管理、分级负责
    TERRITORY = "territory"
    #: 谁主管、谁负责
    COMPETENCE = "competence"
    #: 谁审批、谁监管: who permitted or supervised what is complained of
    APPROVAL = "approval"
    #: 便民高效: who can solve it soonest
    CITIZEN = "citizen"


class ObjectRequest(Deed):
    """`reason` in detail, as the law demands."""

    reason: str = Field(min_length=20, max_length=2000)
    #: the unit that should have it, "" when not known
    belongs_to: str = Field(default="", max_length=40)


class DecideObjectionRequest(Deed):
    uphold: bool
    reason: Reason


class DisputeRequest(Deed):
    reason: Reason
    #: the other unit of the dispute, "" for the petition office that sent it
    other: str = Field(default="", max_length=40)


class Weighed(Request):
    """One principle and what it says here."""

    principle: Principle
    finding: Reason


class ArbitrateRequest(Deed):
    """The decision on a dispute: binding, with every principle weighed."""

    unit: str = Field(min_length=1, max_length=40)
    assisting: tuple[str, ...] = Field(default=(), max_length=10)
    weighed: tuple[Weighed, ...]
    reason: Reason


def object_to(work: Work, who: Reader, case_id: str, body: ObjectRequest) -> PetitionCase:
    """The unit says the matter is not its own. Raise LIMIT_PASSED after the 5 working days, WRONG_STATE without them.

    Passed on as often as allowed, the matter goes to arbitration at once instead of round again.
    """
    case = deed.begin(work, who, case_id, body, EventType.OBJECTED, deed.desk)
    steps = journal.history(work.session, work.vault, case.id)
    if passes.bound(steps):
        raise deed.wrong_state("责任单位已经裁定，不能再提出异议。", "The unit was decided by arbitration.")
    if limits.passed(work, case, Limit.OBJECTION):
        raise deed.too_late(
            "提出异议的5个工作日已过，该事项由本单位办理。",
            "The 5 working days for objections are over; the matter stays with the unit.",
            "确有困难的，请联系信访局 · Ask the petition office if it cannot stay (条例第二十三条第三款).",
        )
    if not limits.running(work, case, Limit.OBJECTION):
        raise deed.wrong_state("已经提出过异议。", "An objection was raised already.")
    if body.belongs_to and not dispatch.allowed(work, case, body.belongs_to):
        raise deed.unit_barred("belongs_to")
    unit = case.holder
    case.holder = dispatch.office_of(work, case)
    if case.holder == unit:
        raise deed.wrong_state("没有其他机关可以核实异议。", "Nobody else may know of the matter.")
    payload = {"unit": unit, "reason": body.reason, "belongs_to": body.belongs_to, "holder": case.holder}
    service.record(work, case, EventType.OBJECTED, work.now, payload)
    _tell(work, case, case.holder, "核实异议")
    if passes.passed_on(steps) >= case_settings(work.session).most_passes:
        _raise(work, case, unit, body.belongs_to, "已达到转送次数上限", conference=True)
    return _done(work, case, "petition.objected")


def decide(work: Work, who: Reader, case_id: str, body: DecideObjectionRequest) -> PetitionCase:
    """The sender agrees, and the desk sends the matter to another unit; or not, and it goes back to the same one."""
    event = EventType.OBJECTION_UPHELD if body.uphold else EventType.OBJECTION_REFUSED
    case = deed.begin(work, who, case_id, body, event, deed.office)
    unit = passes.objector(journal.history(work.session, work.vault, case.id))
    case.holder = case.holder if body.uphold else unit
    service.record(work, case, event, work.now, {"unit": unit, "reason": body.reason, "holder": case.holder})
    if not body.uphold:
        _tell(work, case, unit, "继续办理（异议不成立）")
    return _done(work, case, "petition.objection_decided")


def dispute(work: Work, who: Reader, case_id: str, body: DisputeRequest) -> PetitionCase:
    """The unit whose objection was refused asks the common superior, once. Raise WRONG_STATE for anybody else."""
    case = deed.begin(work, who, case_id, body, EventType.DISPUTED, deed.desk)
    if passes.refused(journal.history(work.session, work.vault, case.id)) != case.holder:
        raise deed.wrong_state("异议未被退回，不能提请裁定。", "No objection of this unit was refused.")
    if body.other and (body.other == case.holder or not dispatch.allowed(work, case, body.other)):
        raise deed.unit_barred("other")
    _raise(work, case, case.holder, body.other, body.reason, conference=False)
    return _done(work, case, "petition.disputed")


def arbitrate(work: Work, who: Reader, case_id: str, body: ArbitrateRequest) -> PetitionCase:
    """Decide whose matter it is. Every principle is weighed once; the decision binds all."""
    case = deed.begin(work, who, case_id, body, EventType.ARBITRATED, arbiter)
    if sorted(one.principle for one in body.weighed) != sorted(Principle):
        raise deed.invalid("五项原则应逐项说明，各一次。", "Each of the five principles is weighed once.", "weighed")
    for field, codes in (("unit", (body.unit,)), ("assisting", body.assisting)):
        if not all(dispatch.allowed(work, case, code) for code in codes):
            raise deed.unit_barred(field)
    if body.unit in body.assisting or len(set(body.assisting)) != len(body.assisting):
        raise deed.invalid("协办单位不能重复，也不能是主办单位。", "Name each assisting unit once.", "assisting")
    raised = _raised(work, case)
    case.holder = body.unit
    payload = body.model_dump(mode="json", exclude={"version"}) | {"holder": body.unit}
    service.record(work, case, EventType.ARBITRATED, work.now, payload)
    proposals.note(work, case, raised["unit"])
    dispatch.tell(
        work,
        case,
        units.parties(work.session, body.unit),
        wording.sent_on(work.session, case.number, case.category_path),
    )
    for code in body.assisting:
        _tell(work, case, code, "协助办理")
    return _done(work, case, "petition.arbitrated")


def _raise(work: Work, case: PetitionCase, unit: str, other: str, reason: str, *, conference: bool) -> None:
    superior = None if conference else _common_superior(work, case, unit, other)
    # the office of the joint conference is at the petition office (联席会议办公室)
    case.holder = superior or dispatch.office_of(work, case)
    arbiter = "superior" if superior else "conference"
    payload = {"unit": unit, "other": other, "reason": reason, "arbiter": arbiter, "holder": case.holder}
    service.record(work, case, EventType.DISPUTED, work.now, payload)
    people = units.people(work.session, case.holder, PostRole.LEADER_IN_CHARGE, PostRole.DUTY_OFFICER)
    if arbiter == "conference":
        people += units.conveners(work.session, case.holder)
    dispatch.tell(work, case, people, wording.handed_over(work.session, case.number, "裁定责任单位"))


def _common_superior(work: Work, case: PetitionCase, unit: str, other: str) -> str | None:
    found = units.common_superior(work.session, unit, other or dispatch.office_of(work, case))
    return found if found and dispatch.allowed(work, case, found) else None


def arbiter(work: Work, who: Reader, case: PetitionCase) -> bool:
    """The superior in line decides through who is in charge there; the conference through its convenor.

    Where no convenor may know of the matter, who is in charge of the unit that holds it stands in.
    """
    if _raised(work, case).get("arbiter") == "conference":
        away = repository.barred_accounts(work.session, case.id)
        conveners = {one.account for one in units.conveners(work.session, case.holder)} - away
        if conveners:
            return who.account in conveners
    return case.holder in who.heads


def _raised(work: Work, case: PetitionCase) -> Mapping[str, str]:
    """Return what the last dispute says, nothing when there was none."""
    steps = journal.history(work.session, work.vault, case.id)
    return next((step.payload for step in reversed(steps) if step.type is EventType.DISPUTED), {})


def _tell(work: Work, case: PetitionCase, unit: str, what: str) -> None:
    dispatch.tell(
        work, case, units.duty_officers(work.session, unit), wording.handed_over(work.session, case.number, what)
    )


def _done(work: Work, case: PetitionCase, act: str) -> PetitionCase:
    audit.record(work, act, f"case:{case.id}")
    return case
