"""What does not come through a terminal: letters, calls, messages, matters referred down; and sealed envelopes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from server.audit import service as audit
from server.cases import assigning, dispatch, numbers, offices, service
from server.cases.access import Reader
from server.cases.coming import Came, Level
from server.cases.tables import PetitionCase
from server.contract.v1 import ErrorCode, Matter, Outcome, PageRef, Petitioner, RegisterRequest, RegisterResponse
from server.contract.v1.base import Answer, AwareDatetime, Request
from server.core.errors import HallError
from server.core.ids import Form
from server.core.work import Work
from server.notify import service as notify
from server.notify.service import Message
from server.notify.tables import NoticeKind
from server.units import service as units
from server.units.tables import UnitKind

#: what the audit trail calls an envelope and its number: all there is to prove that the number was rightly used
SEALED, NUMBER = "envelope.sealed", "number:"


class ReceivedRequest(Request):
    """A matter as the desk of the petition office writes it down (如实记录, Art. 19)."""

    form: Literal[Form.VISIT, Form.LETTER, Form.PHONE, Form.NET]
    #: to the unit whose desk writes it down, instead of to the petition office
    direct: bool = False
    level: Level = Level.COUNTY
    #: number it has where it was raised first
    reference: str = Field(default="", max_length=60)
    received_at: AwareDatetime
    petitioner: Petitioner
    matter: Matter
    representatives: tuple[Petitioner, ...] = Field(default=(), max_length=4)
    on_behalf_of: Petitioner | None = None
    anonymous: bool = False
    #: life or property is in danger, in the judgement of who takes it in
    danger: bool = False
    #: uploaded before by this office
    pages: tuple[PageRef, ...] = Field(default=(), max_length=60)
    #: 交办: whoever referred it down wants the result within so many days (限办期限)
    report_days: int | None = Field(default=None, ge=1, le=365)


class SealedRequest(Request):
    """An accusation in a closed envelope (封存移交): the centre is told that there is one, and nothing else."""

    received_at: AwareDatetime


class SealedReceipt(Answer):
    """The number on the envelope and on the slip is all that is kept."""

    number: str
    received_at: AwareDatetime


def receive(work: Work, who: Reader, key: str, body: ReceivedRequest) -> RegisterResponse:
    """Register what came by letter, phone, net, at the window or from above: the same spine as a visit.

    Raise FORBIDDEN for anybody but the desk of a petition office, or of the unit addressed directly, and what
    `service.register` raises.
    """
    desk, region = _own_desk(work, who) if body.direct else _office(work, who)
    request = RegisterRequest(
        hall_region=region,
        visit_started_at=body.received_at,
        registered_at=body.received_at,
        petitioner=body.petitioner.model_copy(update={"source": "manual"}),
        matter=body.matter,
        representatives=body.representatives,
        on_behalf_of=body.on_behalf_of,
        anonymous=body.anonymous,
        pages=body.pages,
    )
    came = Came(body.form, body.level, body.reference, desk if body.direct else "", body.danger)
    answer = service.register(work, desk, region, key, request, came)
    if answer.replayed:
        return answer
    case = work.session.get_one(PetitionCase, answer.petition_id)
    # whoever took a letter in goes on following it, wherever it went
    dispatch.follow(work, case, units.duty_officers(work.session, desk))
    if body.report_days is None or answer.decision.outcome is not Outcome.DISPATCHED:
        return answer
    assigning.give(work, case, body.report_days, f"{body.reference} 要求反馈办理结果")
    return answer


def seal(work: Work, who: Reader, body: SealedRequest) -> SealedReceipt:
    """Give a sealed envelope its number and tell the discipline desk to fetch it.

    Rules on handling accusations (检举控告工作规则) Art. 15: such material is handed over unopened and entered into no
    system. There is no query code and no case.
    """
    desk, region = _office(work, who)
    number = numbers.use(work, desk, region, "").number
    receiver = units.desk(work.session, UnitKind.DISCIPLINE, region, frozenset())
    told = units.duty_officers(work.session, receiver.code) if receiver else ()
    title, text = "有一件封存材料待移交", f"封面编号尾号 {number[-5:]}，请到接待大厅领取。"
    notify.enqueue(work, [one.account for one in told], Message("", NoticeKind.ASSIGNED, title, text))
    audit.record(work, SEALED, f"{NUMBER}{number}")
    return SealedReceipt(number=number, received_at=body.received_at)


def _own_desk(work: Work, who: Reader) -> tuple[str, str]:
    """Return the unit whose desk this person keeps, with its region."""
    found = [
        unit
        for code in sorted(who.desks)
        if units.works(work.session, code) and (unit := units.unit(work.session, code))
    ]
    if found:
        return found[0].code, found[0].region
    raise HallError(
        ErrorCode.FORBIDDEN,
        "只有单位的值班岗可以登记直接收到的信访事项。",
        "Only the desk of a unit registers what was addressed to it.",
        "请交本单位值班员登记 · Hand it to the duty officer.",
    )


def _office(work: Work, who: Reader) -> tuple[str, str]:
    found = offices.mine(work.session, who)
    return found.code, found.region
