"""The screening desk decides where the machine was not sure."""

from __future__ import annotations

from pydantic import Field

from server.audit import service as audit
from server.cases import (
    access,
    assigning,
    confirmed,
    dispatch,
    journal,
    passes,
    proposals,
    sealing,
    service,
    sorting,
    texting,
    wording,
)
from server.cases.access import Reader
from server.cases.rules import CaseState, EventType
from server.cases.tables import PetitionCase
from server.contract.v1 import ErrorCode
from server.contract.v1.base import Request
from server.core.errors import HallError
from server.core.work import Work
from server.routing import scheme
from server.units import service as units


class DispatchRequest(Request):
    """Which unit is responsible, in the judgement of a person, and why."""

    unit: str = Field(min_length=1, max_length=40)
    reason: str = Field(min_length=2, max_length=500)
    #: content class as this person judges it, confirmed or corrected; "" when they did not look
    category: str = Field(default="", pattern=r"^(\d{6})?$")
    #: 交办: the unit reports its result within so many days; None: only sent on (转送)
    report_days: int | None = Field(default=None, ge=1, le=365)
    #: whether life or property is in danger, as this person judges it; None: as the words say
    danger: bool | None = None


def send(work: Work, who: Reader, case_id: str, body: DispatchRequest) -> PetitionCase:
    """Send a matter from the screening desk to a unit; its clocks start now.

    Raise NOT_FOUND for strangers, WRONG_STATE when it was sent already, FORBIDDEN for who does not keep the desk, and
    INVALID_REQUEST for an unknown content class, or for a unit that does not exist or must not learn of the matter. The
    answer for those two is the same: the desk sees whom the matter complains of, but an exclusion may rest on more.
    """
    case = access.find(work.session, who, case_id, lock=True)
    if case.state != CaseState.SCREENING:
        raise HallError(
            ErrorCode.WRONG_STATE,
            "该事项已转送。",
            "The matter was sent on already.",
            "请刷新后查看 · Reload the page.",
        )
    if case.holder not in who.desks:
        raise HallError(
            ErrorCode.FORBIDDEN,
            "只有甄别岗值班员可以转送。",
            "Only the screening desk can send it on.",
            "请联系信访局值班员 · Ask the duty officer of the petition office.",
        )
    if not dispatch.allowed(work, case, body.unit):
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            "不能转送到该单位。",
            "The matter cannot be sent to this unit.",
            "请选择其他单位 · Choose another unit.",
            fields=("unit",),
        )
    category = scheme.classes().get(body.category)
    if body.category and category is None:
        raise HallError(
            ErrorCode.INVALID_REQUEST,
            "没有这个内容分类。",
            "There is no such content class.",
            "请从分类表中选择 · Choose one of the scheme.",
            fields=("category",),
        )
    history = journal.history(work.session, work.vault, case.id)
    objector = passes.objector(history)
    # what a person said when it came in holds until a person says otherwise
    danger = body.danger if body.danger is not None else sorting.told_of_danger(history)
    case.holder = body.unit
    payload = {"holder": body.unit, "reason": body.reason} | (confirmed.said(category.code) if category else {})
    if category is not None or danger is not None:
        code = category.code if category else case.category_code
        case.sorts = sorting.judge(work, case, code, sealing.matter(work.vault, case), danger)
        payload |= {sorting.SAID: case.sorts}
    service.record(work, case, EventType.DISPATCHED, work.now, payload)
    # under the class that the catalogue was asked for
    proposals.note(work, case, objector)
    if category is not None:
        case.category_code, case.category_path = category.code, "/".join(category.path)
    dispatch.tell(
        work,
        case,
        units.parties(work.session, body.unit),
        wording.sent_on(work.session, case.number, case.category_path),
    )
    texting.sent_on(work, case)
    if body.report_days is not None:
        assigning.give(work, case, body.report_days, body.reason)
    audit.record(work, "petition.dispatched", f"case:{case.id}")
    return case
