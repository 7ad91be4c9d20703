"""What a leader orders of a unit (批示): given, answered, asked again, closed. On a matter every turn is a step of it.

Whoever the matter is kept from can neither be instructed on it nor told: `cases.dispatch` decides both.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated

from pydantic import Field, StringConstraints
from sqlmodel import Session, select

from server.audit import service as audit
from server.cases import access, deed, dispatch, service
from server.cases.access import Reader
from server.cases.deed import Deed, Reason
from server.cases.rules import EventType
from server.cases.tables import PetitionCase
from server.clocks import workdays
from server.contract.v1 import ErrorCode
from server.contract.v1.base import AwareDatetime, Request
from server.core.errors import HallError, not_found
from server.core.work import Work
from server.instructions import rules, told, words
from server.instructions.rules import State, Turn
from server.instructions.tables import Instruction, InstructionTurn
from server.units import service as units
from server.units.service import PartyAccount
from server.units.tables import PostRole

#: nobody waits longer for an answer
_LONGEST = timedelta(days=366)
_EVENTS: dict[Turn, EventType] = {
    Turn.INSTRUCTED: EventType.INSTRUCTED,
    Turn.ANSWERED: EventType.INSTRUCTION_ANSWERED,
    Turn.PURSUED: EventType.INSTRUCTION_PURSUED,
    Turn.CLOSED: EventType.INSTRUCTION_CLOSED,
    Turn.OVERDUE: EventType.INSTRUCTION_OVERDUE,
}
Theme = Annotated[str, StringConstraints(min_length=2, max_length=100)]


class InstructRequest(Deed):
    """To whom, what, answered by when."""

    unit: str = Field(min_length=1, max_length=40)
    text: Reason
    due_at: AwareDatetime


class ThemeRequest(Request):
    """An instruction on no single matter."""

    theme: Theme
    unit: str = Field(min_length=1, max_length=40)
    text: Reason
    due_at: AwareDatetime


class AnswerRequest(Request):
    text: Reason


class PursueRequest(Request):
    text: Reason
    due_at: AwareDatetime


class CloseRequest(Request):
    text: Reason


def instruct(work: Work, who: Reader, case_id: str, body: InstructRequest) -> Instruction:
    """Order something of a unit on a matter. Raise NOT_FOUND, FORBIDDEN, CONFLICT as every decision, WRONG_STATE for a
    sealed matter, INVALID_REQUEST for a unit that must not know of it, with the answer of one that does not exist."""
    case = deed.begin(work, who, case_id, body, EventType.INSTRUCTED, deed.leads)
    if case.restricted:
        raise deed.wrong_state("密封事项由承办机关按保密规定办理，不作批示。", "A sealed matter stays with its desk.")
    if not dispatch.allowed(work, case, body.unit):
        raise deed.unit_barred("unit")
    return _give(work, who, case, "", body.unit, body.text, body.due_at)


def instruct_on_theme(work: Work, who: Reader, body: ThemeRequest) -> Instruction:
    """Order something of a unit on a theme. Raise INVALID_REQUEST for an unknown unit or a moment that is over."""
    if not units.works(work.session, body.unit):
        raise deed.invalid("没有这个单位，请重新选择。", "There is no such unit.", "unit")
    return _give(work, who, None, body.theme, body.unit, body.text, body.due_at)


def answer(work: Work, who: Reader, instruction_id: str, body: AnswerRequest) -> Instruction:
    """The unit answers, or whoever took over from it."""
    one, case = _find(work, who, instruction_id)
    if not told.answers(work.session, who, one):
        raise _not_yours("批示由被批示单位回复。", "The unit that was instructed answers.")
    _take(work, one, case, Turn.ANSWERED, body.text)
    told.author(work, one, case, "已回复批示", "请审阅")
    return one


def pursue(work: Work, who: Reader, instruction_id: str, body: PursueRequest) -> Instruction:
    """The leader asks again, with a new moment."""
    one, case = _find(work, who, instruction_id)
    _check_due(work, body.due_at)
    _own(who, one)
    one.since, one.due_at, one.mark = work.now, body.due_at, 0
    _take(work, one, case, Turn.PURSUED, body.text)
    _tell_unit(work, one, case, "领导追问，请回复")
    return one


def close(work: Work, who: Reader, instruction_id: str, body: CloseRequest) -> Instruction:
    """The leader is content, or asks no more."""
    one, case = _find(work, who, instruction_id)
    _own(who, one)
    _take(work, one, case, Turn.CLOSED, body.text)
    return one


def note_overdue(work: Work, one: Instruction, case: PetitionCase | None) -> None:
    """Put on record that the answer did not come in time."""
    _turn(work, one, case, Turn.OVERDUE, "")


def of_matter(work: Work, one: Instruction) -> PetitionCase | None:
    return work.session.get(PetitionCase, one.case_id) if one.case_id else None


def set_alarm(session: Session, one: Instruction) -> None:
    """Note when it alarms next; an answer or the end stops it."""
    rung = rules.next_rung(one.since, one.due_at, one.mark, partial(workdays.is_workday, session))
    one.alarm_at = rung.at if rung is not None and one.state == State.OPEN else None


def _give(
    work: Work, who: Reader, case: PetitionCase | None, theme: str, unit: str, text: str, due_at: datetime
) -> Instruction:
    _check_due(work, due_at)
    fresh = uuid.uuid4().hex
    one = Instruction(
        id=fresh,
        case_id=case.id if case else "",
        theme_sealed=words.seal_theme(work.vault, fresh, theme) if theme else b"",
        author=who.account,
        unit=unit,
        sent_at=work.now,
        since=work.now,
        due_at=due_at,
        state="",
    )
    work.session.add(one)
    _take(work, one, case, Turn.INSTRUCTED, text)
    _tell_unit(work, one, case, "领导批示，请阅办")
    return one


def _take(work: Work, one: Instruction, case: PetitionCase | None, turn: Turn, text: str) -> None:
    _turn(work, one, case, turn, text)
    set_alarm(work.session, one)
    audit.record(work, f"instruction.{turn}", f"instruction:{one.id}")


def _turn(work: Work, one: Instruction, case: PetitionCase | None, turn: Turn, text: str) -> None:
    """Append a turn, on a matter in its history as well; raise WRONG_STATE."""
    state = State(one.state) if one.state else None
    if not rules.possible(state, turn):
        raise deed.wrong_state("该批示现在不能进行这一步。", "The instruction does not allow this now.")
    one.state = rules.after(state, turn)
    position = len(words.turns(work.session, one.id)) + 1
    made = InstructionTurn(
        instruction_id=one.id, position=position, turn=turn, at=work.now, actor=work.actor, case_seq=0
    )
    if case is not None:
        said = {"instruction": one.id, "unit": one.unit, "due_at": one.due_at, "text": text}
        service.record(work, case, _EVENTS[turn], work.now, said)
        made.case_seq = case.last_seq
    elif text:
        made.words_sealed = words.seal(work.vault, one.id, position, text)
    work.session.flush()
    work.session.add(made)
    work.session.flush()


def _tell_unit(work: Work, one: Instruction, case: PetitionCase | None, what: str) -> None:
    people = units.people(work.session, one.unit, PostRole.DUTY_OFFICER, PostRole.HEAD)
    told.people(work, one, case, tuple(_others(people, one.author)), what)


def _others(people: tuple[PartyAccount, ...], author: str) -> list[PartyAccount]:
    return [party for party in people if party.account != author]


def _find(work: Work, who: Reader, instruction_id: str) -> tuple[Instruction, PetitionCase | None]:
    """Return an instruction this reader may see, and its matter, both held; raise NOT_FOUND."""
    seen = told.find(work.session, who, instruction_id)
    case = access.find(work.session, who, seen.case_id, lock=True) if seen.case_id else None
    held = select(Instruction).where(Instruction.id == instruction_id).with_for_update()
    one = work.session.exec(held.execution_options(populate_existing=True)).first()
    if one is None:
        raise not_found()
    return one, case


def _own(who: Reader, one: Instruction) -> None:
    if one.author != who.account:
        raise _not_yours("批示由作出批示的领导追问和办结。", "Whoever gave the instruction asks again and closes it.")


def _not_yours(message: str, message_en: str) -> HallError:
    return HallError(ErrorCode.FORBIDDEN, message, message_en, "请由相应人员办理 · Ask whoever it is up to.")


def _check_due(work: Work, due_at: datetime) -> None:
    if not work.now < due_at <= work.now + _LONGEST:
        raise deed.invalid(
            "回复期限应在现在之后、一年之内。", "The answer is due after now and within a year.", "due_at"
        )
