"""What the petitioner thinks: of the petition office and of the responsible unit in three levels (满意度评价), of the
service in the hall in five (好差评). Asked with number and query code, so that nobody rates another's matter."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from server.audit import service as audit
from server.cases import deed, dispatch, journal, passes, service, slips
from server.cases.rules import CaseState, EventType
from server.cases.slips import ByCode
from server.cases.tables import CaseRating, PetitionCase
from server.contract.v1 import ErrorCode
from server.contract.v1.base import Answer
from server.core.errors import HallError
from server.core.work import Work


class Subject(StrEnum):
    OFFICE = "office"
    UNIT = "unit"
    HALL = "hall"


#: levels of office and unit as the national exchange layout codes them: 0 satisfied, 1 fairly so, 3 not
THREE_LEVELS = (0, 1, 3)
#: of the hall: 5 very satisfied … 1 not at all
FIVE_LEVELS = (1, 2, 3, 4, 5)
_BAD = {Subject.OFFICE: (3,), Subject.UNIT: (3,), Subject.HALL: (1, 2)}
#: what the unit did can be rated once there is an answer
_ANSWERED = (
    *(CaseState.DELIVERED, CaseState.REVIEW, CaseState.REVIEW_ANSWERED, CaseState.REVIEW_DELIVERED),
    *(CaseState.RECHECK, CaseState.RECHECK_ANSWERED, CaseState.RECHECK_DELIVERED),
    *(CaseState.NOT_ACCEPTED, CaseState.FINAL, CaseState.ARCHIVED),
)


class RateRequest(ByCode):
    subject: Subject
    level: Literal[0, 1, 2, 3, 4, 5]
    reason: str = Field(default="", max_length=1000)


class Rated(Answer):
    subject: Subject
    level: int


def rate(work: Work, body: RateRequest) -> Rated:
    """Take a rating, once for each subject. Raise NOT_FOUND as the progress page does, CONFLICT for a second one,
    WRONG_STATE when there is nothing to rate yet, INVALID_REQUEST for a level the subject does not have."""
    levels = FIVE_LEVELS if body.subject is Subject.HALL else THREE_LEVELS
    if body.level not in levels:
        raise deed.invalid("评价等次不存在。", f"Levels of {body.subject} are {levels}.", "level")
    case = slips.opened(work, body.number, body.query_code)
    work.session.refresh(case, with_for_update=True)
    if body.subject is Subject.UNIT and CaseState(case.state) not in _ANSWERED:
        raise deed.wrong_state("结果送达后才能评价责任单位。", "The unit is rated after its answer.")
    unit = dispatch.office_of(work, case)
    if body.subject is Subject.UNIT:
        unit = passes.responsible(journal.history(work.session, work.vault, case.id)) or case.holder
    row = CaseRating(case_id=case.id, subject=body.subject, unit=unit, level=body.level, rated_at=work.now)
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError as error:
        raise HallError(
            ErrorCode.CONFLICT, "已经评价过，不能重复评价。", "Rated already.", "如有补充请到窗口 · Come to the window."
        ) from error
    event = EventType.RATED_BADLY if body.level in _BAD[body.subject] else EventType.RATED
    payload = {"subject": body.subject, "level": body.level, "unit": unit, "reason": body.reason}
    service.record(work, case, event, work.now, payload)
    audit.record(work, "petition.rated", f"case:{case.id}")
    return Rated(subject=body.subject, level=body.level)


def given(work: Work, case: PetitionCase) -> dict[Subject, int]:
    """Return the levels that were given, by subject."""
    rows = work.session.exec(select(CaseRating).where(col(CaseRating.case_id) == case.id)).all()
    return {Subject(row.subject): row.level for row in rows}


def ratable(work: Work, case: PetitionCase) -> tuple[Subject, ...]:
    """Return what may be rated now and was not yet."""
    had = given(work, case)
    answered = CaseState(case.state) in _ANSWERED
    return tuple(one for one in Subject if one not in had and (one is not Subject.UNIT or answered))
