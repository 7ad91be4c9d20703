"""What every decision on a matter shares: who may take it, on which version of the file, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import Field, StringConstraints
from sqlmodel import col, select

from server.accounts.permissions import Action, Actor
from server.accounts.permissions import may as may_do
from server.cases import access, dispatch
from server.cases.access import Reader
from server.cases.rules import UNDECIDING, CaseState, EventType, possible
from server.cases.tables import CaseEvent, PetitionCase
from server.contract.v1 import ErrorCode
from server.contract.v1.base import Request
from server.core.errors import HallError
from server.core.work import Work

#: why something is decided: too short a sentence says nothing
Reason = Annotated[str, StringConstraints(min_length=5, max_length=2000)]
#: what somebody wrote down
Words = Annotated[str, StringConstraints(min_length=2, max_length=4000)]


class Deed(Request):
    """A decision by a person who has read the file."""

    #: `version` of the file as it was shown
    version: int = Field(ge=0)


#: tells whether this reader may take the decision
May = Callable[[Work, Reader, PetitionCase], bool]


def begin(work: Work, who: Reader, case_id: str, deed: Deed, event: EventType, may: May) -> PetitionCase:
    """Return the locked matter for this decision.

    Raise NOT_FOUND for strangers, CONFLICT when somebody decided in between (who may decide now is another question
    then), FORBIDDEN for others who know of it, and WRONG_STATE when the step is not possible. Two decisions at once: the
    second waits for the row and then finds another version.
    """
    case = access.find(work.session, who, case_id, lock=True)
    if case.last_seq != deed.version and _decided_since(work, case, deed.version):
        raise HallError(
            ErrorCode.CONFLICT,
            "在您查看之后，该事项已有新的决定。",
            "Somebody decided after you read the file.",
            "请刷新后再决定 · Reload, then decide.",
            fields=("version",),
        )
    if not may(work, who, case):
        raise not_yours()
    if not possible(CaseState(case.state), event):
        raise wrong_state()
    return case


def desk(_work: Work, who: Reader, case: PetitionCase) -> bool:
    """The duty officer of the unit that holds the matter, and the colleague who has it in hand."""
    return access.at_the_desk(who, case)


def head(_work: Work, who: Reader, case: PetitionCase) -> bool:
    """The person in charge of the unit that holds the matter (本机关、单位负责人, Art. 34)."""
    return case.holder in who.heads


def office(work: Work, who: Reader, case: PetitionCase) -> bool:
    """The petition office of the hall; of a sealed matter the desk that holds it, because nobody else knows of it."""
    return dispatch.office_of(work, case) in who.desks


def keeps(work: Work, who: Reader, case: PetitionCase) -> bool:
    """The holding desk or the petition office."""
    return desk(work, who, case) or office(work, who, case)


def leads(_work: Work, who: Reader, _case: PetitionCase) -> bool:
    """A leader or the convenor who may see the matter."""
    return may_do(Actor(who.role), Action.INSTRUCT)


def pushes(work: Work, who: Reader, case: PetitionCase) -> bool:
    """The petition office, which supervises (Art. 14), and leaders: whoever pushes a late unit. Nobody pushes itself."""
    return leads(work, who, case) or (office(work, who, case) and case.holder not in who.desks)


def not_yours() -> HallError:
    return HallError(
        ErrorCode.FORBIDDEN,
        "这一步由办理该事项的其他岗位决定。",
        "Another post decides this step.",
        "请联系承办单位或者信访局值班员 · Ask the duty officer of the unit or of the petition office.",
    )


def unit_barred(*fields: str) -> HallError:
    """The one answer for a unit that does not exist and for one that must not learn of the matter."""
    return invalid("不能交给该单位，请选择其他单位。", "The matter cannot be given to this unit.", *fields)


def invalid(message: str, message_en: str, *fields: str) -> HallError:
    return HallError(
        ErrorCode.INVALID_REQUEST, message, message_en, "请修改后再提交 · Mend it and send again.", fields=fields
    )


def too_late(message: str, message_en: str, remedy: str) -> HallError:
    """The limit for this step is over; nothing was changed."""
    return HallError(ErrorCode.LIMIT_PASSED, message, message_en, remedy)


def wrong_state(
    message: str = "当前状态下不能进行这一步。", message_en: str = "This step is not possible now."
) -> HallError:
    return HallError(
        ErrorCode.WRONG_STATE, message, message_en, "请刷新后查看最新状态 · Reload to see the present state."
    )


def _decided_since(work: Work, case: PetitionCase, version: int) -> bool:
    later = select(CaseEvent.type).where(CaseEvent.case_id == case.id, col(CaseEvent.seq) > version)
    # a version from the future was never shown to anybody
    return version > case.last_seq or any(EventType(kind) not in UNDECIDING for kind in work.session.exec(later).all())
