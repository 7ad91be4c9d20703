"""What readers are shown of instructions: one with its turns and receipts, and pages of those given or received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy import select as select_columns
from sqlmodel import col, func, select

from server.accounts.tables import Account
from server.audit import service as audit
from server.cases import access, deed
from server.cases.access import Reader
from server.cases.tables import PetitionCase
from server.contract.v1.base import Answer, within_reach
from server.core.work import Work
from server.instructions import told, words
from server.instructions.rules import State, Turn
from server.instructions.tables import Instruction
from server.notify import service as notify
from server.units import service as units

PAGE = 30
_NEWEST = 50


class Box(StrEnum):
    #: by this leader
    GIVEN = "given"
    #: for the units of this reader, or in place of somebody else
    RECEIVED = "received"


class InstructionShow(StrEnum):
    ALL = "all"
    #: waits for the unit
    OPEN = "open"
    #: and its moment is over
    OVERDUE = "overdue"
    #: waits for the leader
    ANSWERED = "answered"
    CLOSED = "closed"


class TurnView(Answer):
    turn: Turn
    at: datetime
    who: str
    text: str


class ReadReceipt(Answer):
    """Whether somebody has read it. `stands_in`: told because another one had not."""

    who: str
    told_at: datetime
    read_at: datetime | None
    stands_in: bool


class InstructionView(Answer):
    id: str
    #: "" for one on a theme
    petition_id: str
    number: str
    theme: str
    unit: str
    unit_name: str
    author: str
    sent_at: datetime
    due_at: datetime
    state: State
    overdue: bool
    #: of those told, who has read it
    read: int
    told: int
    #: the first words
    text: str
    turns: tuple[TurnView, ...]
    receipts: tuple[ReadReceipt, ...]
    can_answer: bool
    #: ask again and close
    can_pursue: bool


class InstructionList(Answer):
    items: tuple[InstructionView, ...]
    counts: dict[InstructionShow, int]
    #: place to go on from, "" at the end
    after: str


def one(work: Work, who: Reader, instruction_id: str) -> InstructionView:
    """Return one instruction; raise NOT_FOUND. Looking counts as reading its notice."""
    found = told.find(work.session, who, instruction_id)
    notify.mark_page_read(work.session, who.account, told.page(found.id), work.now)
    audit.record(work, "instruction.read", f"instruction:{found.id}")
    return _views(work, who, [found])[0]


def of_matter(work: Work, who: Reader, case_id: str) -> InstructionList:
    """Return every instruction on a matter, newest first; raise NOT_FOUND. They are shown whole, and so they are read."""
    case = access.find(work.session, who, case_id)
    wanted = select(Instruction).where(Instruction.case_id == case.id).order_by(col(Instruction.sent_at).desc())
    found = work.session.exec(wanted.limit(_NEWEST)).all()
    for row in found:
        notify.mark_page_read(work.session, who.account, told.page(row.id), work.now)
    audit.record(work, "instruction.read", f"case:{case.id}")
    return InstructionList(items=_views(work, who, found), counts={}, after="")


def listed(work: Work, who: Reader, box: Box, show: InstructionShow, after: str = "") -> InstructionList:
    """Return a page, what is due first at the top, and how many each filter holds: the same condition for both."""
    place = (col(Instruction.due_at), col(Instruction.id))
    wanted = select(Instruction).where(_in_box(who, box), _shown(show, work.now))
    if after:
        at, last = _place(after)
        wanted = wanted.where(or_(place[0] > at, and_(place[0] == at, place[1] > last)))
    found = work.session.exec(wanted.order_by(*place).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    audit.record(work, "instructions.read", f"account:{who.account}")
    more = f"{shown[-1].due_at.isoformat()}_{shown[-1].id}" if len(found) > PAGE else ""
    return InstructionList(items=_views(work, who, shown), counts=counts(work, who, box), after=more)


def counts(work: Work, who: Reader, box: Box) -> dict[InstructionShow, int]:
    each = [func.count().filter(_shown(show, work.now)) for show in InstructionShow]
    found = work.session.execute(select_columns(*each).select_from(Instruction).where(_in_box(who, box))).one()
    return dict(zip(InstructionShow, found, strict=True))


def waiting(work: Work, who: Reader) -> int:
    """Count the instructions that wait for an answer of this reader's units, or in place of somebody."""
    mine = (_in_box(who, Box.RECEIVED), _shown(InstructionShow.OPEN, work.now))
    return work.session.exec(select(func.count()).select_from(Instruction).where(*mine)).one()


def _in_box(who: Reader, box: Box) -> ColumnElement[bool]:
    mine = col(Instruction.author) == who.account
    return and_(told.open_to(who), mine if box is Box.GIVEN else ~mine)


def _shown(show: InstructionShow, now: datetime) -> ColumnElement[bool]:
    state = col(Instruction.state)
    match show:
        case InstructionShow.ALL:
            return state != ""
        case InstructionShow.OPEN:
            return state == State.OPEN
        case InstructionShow.OVERDUE:
            return and_(state == State.OPEN, col(Instruction.due_at) <= now)
        case InstructionShow.ANSWERED:
            return state == State.ANSWERED
        case InstructionShow.CLOSED:
            return state == State.CLOSED


def _place(after: str) -> tuple[datetime, str]:
    moment, _, last = after.partition("_")
    try:
        at = within_reach(datetime.fromisoformat(moment))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not last:
        raise deed.invalid("页码不能使用。", "This place is not one that a page gave.", "after")
    return at, last


def _views(work: Work, who: Reader, found: Sequence[Instruction]) -> tuple[InstructionView, ...]:
    session = work.session
    receipts = told.readers(session, [row.id for row in found])
    ids = {row.case_id for row in found if row.case_id}
    numbers = dict(
        session.exec(select(PetitionCase.id, PetitionCase.number).where(col(PetitionCase.id).in_(ids))).all()
    )
    names: dict[str, str] = {}

    def name(account: str) -> str:
        if account not in names:
            person = session.get(Account, account.removeprefix("account:"))
            names[account] = person.display if person else "系统"
        return names[account]

    def view(row: Instruction) -> InstructionView:
        unit = units.ref(session, row.unit)
        turns = tuple(
            TurnView(
                turn=Turn(turn.turn), at=turn.at, who=name(turn.actor), text=words.said(session, work.vault, row, turn)
            )
            for turn in words.turns(session, row.id)
        )
        sent = [notice for notice in receipts[row.id] if notice.account != row.author]
        # the first notice of each person says whether they know
        first = {notice.account: notice for notice in reversed(sent)}
        known = {notice.account for notice in sent if notice.read_at}
        return InstructionView(
            id=row.id,
            petition_id=row.case_id,
            number=numbers.get(row.case_id, ""),
            theme=words.theme(work.vault, row),
            unit=row.unit,
            unit_name=unit.name if unit else "",
            author=name(row.author),
            sent_at=row.sent_at,
            due_at=row.due_at,
            state=State(row.state),
            overdue=row.state == State.OPEN and row.due_at <= work.now,
            read=len(known),
            told=len(first),
            text=turns[0].text if turns else "",
            turns=turns,
            receipts=tuple(
                ReadReceipt(
                    who=name(notice.account),
                    told_at=notice.created_at,
                    read_at=notice.read_at,
                    stands_in=notice.stands_for is not None,
                )
                for notice in sorted(first.values(), key=lambda notice: notice.id or 0)
            ),
            can_answer=row.state != State.CLOSED and told.answers(session, who, row),
            can_pursue=row.state != State.CLOSED and row.author == who.account,
        )

    return tuple(view(row) for row in found)
