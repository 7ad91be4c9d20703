"""Drawing and calling numbers. Two windows never call the same one: the row is held while it is called."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field
from sqlalchemy import bindparam, text
from sqlmodel import Session, col, func, select

from server.audit import service as audit
from server.calling import rules
from server.calling.rules import TicketState, WindowDeed
from server.calling.tables import QueueCounter, QueueTicket
from server.contract.v1 import ErrorCode
from server.contract.v1.base import Answer, AwareDatetime, Request
from server.core.apart import apart
from server.core.database import after_commit
from server.core.errors import HallError
from server.core.work import Work
from server.core.writing import Draft

#: the same statement on SQLite and PostgreSQL: counts up, or starts at one
_COUNT_UP = text(
    "INSERT INTO queue_counter (hall, day, last, version) VALUES (:hall, :day, 1, 0) ON CONFLICT (hall, day) "
    "DO UPDATE SET last = queue_counter.last + 1 RETURNING last"
)
_CHANGED = text("UPDATE queue_counter SET version = version + 1 WHERE hall = :hall AND day = :day").bindparams(
    bindparam("hall"), bindparam("day")
)
#: waiting numbers a window is shown; how many there are is counted apart
_SHOWN = 30


class TicketView(Answer):
    #: as it is called: A007
    number: str
    state: TicketState
    #: 0: not called yet
    window: int
    drawn_at: AwareDatetime
    called_at: AwareDatetime | None = None
    #: how often it was called
    calls: int = 0
    #: the matter registered with the slip, "" for none
    petition_id: str = ""


class Line(Answer):
    """Who waits in a hall today, oldest first."""

    waiting: int
    next: tuple[TicketView, ...]
    #: at a window now, the last called first
    called: tuple[TicketView, ...]
    skipped: tuple[TicketView, ...]


class WindowRequest(Request):
    """Which window calls."""

    window: int = Field(ge=1, le=rules.MOST_WINDOWS)


def draw(work: Work, region: str, case_id: str = "") -> TicketView:
    """Draw the next number of the hall of this region."""
    draft = Draft()
    number = draft_ticket(draft, work, region, case_id)
    draft.write(work.session)
    audit.record(work, "queue.drawn", f"hall:{rules.hall_of(region)}")
    return TicketView(number=number, state=TicketState.WAITING, window=0, drawn_at=work.now)


def draft_ticket(draft: Draft, work: Work, region: str, case_id: str) -> str:
    """As `draw`, written with what else the draft holds; return the number as it is called.

    Nobody waits for the transaction of somebody else to draw: a number drawn for one that fails is not called.
    """
    where = {"hall": rules.hall_of(region), "day": rules.day_of(work.now)}
    with apart(work.session) as connection:
        serial = int(connection.execute(_COUNT_UP, where).scalar_one())
    row = {"serial": serial, "state": TicketState.WAITING, "case_id": case_id, "window": 0, "calls": 0}
    draft.insert(QueueTicket, [{**where, **row, "drawn_at": work.now, "called_at": None}])
    after_commit(work.session, work.centre.news)
    return rules.label(serial)


def line(session: Session, hall: str, day: str) -> Line:
    """Return who waits."""
    of_state = {
        state: [_view(one) for one in _today(session, hall, day, state, order, most)]
        for state, order, most in (
            (TicketState.WAITING, col(QueueTicket.serial), _SHOWN),
            (TicketState.CALLED, col(QueueTicket.called_at).desc(), rules.MOST_WINDOWS),
            (TicketState.SKIPPED, col(QueueTicket.serial), _SHOWN),
        )
    }
    here = (col(QueueTicket.hall) == hall, col(QueueTicket.day) == day, col(QueueTicket.state) == TicketState.WAITING)
    waiting = session.exec(select(func.count()).select_from(QueueTicket).where(*here)).one()
    return Line(
        waiting=waiting,
        next=tuple(of_state[TicketState.WAITING]),
        called=tuple(of_state[TicketState.CALLED]),
        skipped=tuple(of_state[TicketState.SKIPPED]),
    )


def last_called(session: Session, hall: str, day: str, most: int) -> Sequence[TicketView]:
    """Return the numbers called last, the newest first, also those whose visitor has left."""
    called = (TicketState.CALLED, TicketState.DONE)
    statement = (
        select(QueueTicket)
        .where(col(QueueTicket.hall) == hall, col(QueueTicket.day) == day, col(QueueTicket.state).in_(called))
        .order_by(col(QueueTicket.called_at).desc(), col(QueueTicket.serial).desc())
        .limit(most)
    )
    return [_view(one) for one in session.exec(statement).all()]


def version(session: Session, hall: str, day: str) -> int:
    """Return a figure that grows with every change of the line: a number more, or something done with one."""
    found = session.get(QueueCounter, (hall, day), populate_existing=True)
    newest = select(func.max(QueueTicket.serial)).where(col(QueueTicket.hall) == hall, col(QueueTicket.day) == day)
    return (found.version if found else 0) + (session.exec(newest).one() or 0)


def call_next(work: Work, hall: str, window: int) -> TicketView:
    """Call whoever waits longest to this window; whoever was there is done. Raise WRONG_STATE when nobody waits."""
    day = rules.day_of(work.now)
    statement = (
        select(QueueTicket)
        .where(
            col(QueueTicket.hall) == hall,
            col(QueueTicket.day) == day,
            col(QueueTicket.state) == TicketState.WAITING,
        )
        .order_by(col(QueueTicket.serial))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = work.session.exec(statement).first()
    if found is None:
        raise _wrong("现在没有等候的人。", "Nobody is waiting.")
    return _call(work, found, window)


def call_number(work: Work, hall: str, serial: int, window: int) -> TicketView:
    """Call one that waits or was skipped. Raise NOT_FOUND, and WRONG_STATE when it is at a window or done."""
    day = rules.day_of(work.now)
    statement = select(QueueTicket).where(
        col(QueueTicket.hall) == hall, col(QueueTicket.day) == day, col(QueueTicket.serial) == serial
    )
    found = work.session.exec(statement.with_for_update()).first()
    if found is None:
        raise HallError(
            ErrorCode.NOT_FOUND, "今天没有这个号。", "No such number today.", "请核对号码 · Check the number."
        )
    return _call(work, found, window)


def at_window(work: Work, hall: str, window: int, deed: WindowDeed) -> TicketView:
    """Recall, skip or finish the number at this window; raise WRONG_STATE when there is none."""
    found = _here(work, hall, window)
    if found is None:
        raise _wrong("这个窗口现在没有叫号。", "This window has called nobody.")
    if deed is WindowDeed.RECALL:
        found.calls, found.called_at = found.calls + 1, work.now
    return _move(work, found, deed)


def _call(work: Work, ticket: QueueTicket, window: int) -> TicketView:
    if rules.after(TicketState(ticket.state), WindowDeed.CALL) is None:
        raise _wrong("这个号正在办理或已办完。", "This number is at a window, or done.")
    before = _here(work, ticket.hall, window)
    if before is not None:
        _move(work, before, WindowDeed.FINISH)
    ticket.window, ticket.called_at, ticket.calls = window, work.now, ticket.calls + 1
    return _move(work, ticket, WindowDeed.CALL)


def _here(work: Work, hall: str, window: int) -> QueueTicket | None:
    statement = select(QueueTicket).where(
        col(QueueTicket.hall) == hall,
        col(QueueTicket.day) == rules.day_of(work.now),
        col(QueueTicket.state) == TicketState.CALLED,
        col(QueueTicket.window) == window,
    )
    return work.session.exec(statement.with_for_update()).first()


def _move(work: Work, ticket: QueueTicket, deed: WindowDeed) -> TicketView:
    state = rules.after(TicketState(ticket.state), deed)
    if state is None:
        raise _wrong("这个号现在不能这样操作。", "This cannot be done with that number now.")
    ticket.state = state
    work.session.add(ticket)
    work.session.connection().execute(_CHANGED, {"hall": ticket.hall, "day": ticket.day})
    audit.record(work, f"queue.{deed.value}", f"ticket:{ticket.hall}-{ticket.day}-{ticket.serial}")
    after_commit(work.session, work.centre.news)
    return _view(ticket)


def _today(
    session: Session, hall: str, day: str, state: TicketState, order: object, most: int
) -> Sequence[QueueTicket]:
    statement = select(QueueTicket).where(
        col(QueueTicket.hall) == hall, col(QueueTicket.day) == day, col(QueueTicket.state) == state
    )
    return session.exec(statement.order_by(order).limit(most)).all()  # type: ignore[arg-type]


def _view(one: QueueTicket) -> TicketView:
    return TicketView(
        number=rules.label(one.serial),
        state=TicketState(one.state),
        window=one.window,
        drawn_at=one.drawn_at,
        called_at=one.called_at,
        calls=one.calls,
        petition_id=one.case_id,
    )


def _wrong(message: str, message_en: str) -> HallError:
    return HallError(ErrorCode.WRONG_STATE, message, message_en, "请刷新后再操作 · Reload, then try again.")
