"""Record an act in the transaction that performs it; verify that nothing was changed, cut or slipped in."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, SessionTransaction
from sqlmodel import Session, SQLModel, col, func, select

from server.audit.tables import AuditHead, AuditRecord
from server.core import guarded, numbering, tally
from server.core.canonical import canonical
from server.core.crypto import Vault
from server.core.database import before_commit
from server.core.work import Work
from server.core.writing import Draft, waiting, write_waiting

#: chains side by side. One chain would make every writer wait for the one before it to commit; a transaction has one
#: actor and so touches one lane, which also rules out deadlocks.
LANES = 16
_WAITING = "hall_audit_waiting"
_PROGRAM = "system:rows"
_HEAD = "FROM audit_head WHERE lane = ?"


@dataclass(frozen=True, slots=True)
class _Act:
    """What was done, and by whom, when."""

    vault: Vault
    at: datetime
    actor: str
    action: str
    what: str

    @classmethod
    def of(cls, work: Work, action: str, what: str) -> _Act:
        return cls(work.vault, work.now, work.actor, action, what)


def record(work: Work, action: str, what: str) -> None:
    """Append one record to the actor's lane; it commits or vanishes with the act itself."""
    record_all(work, [(action, what)])


def record_all(work: Work, acts: Iterable[tuple[str, str]]) -> None:
    """Append a record for each (action, object), in this order.

    They are written as the last thing of the transaction, all together, because nobody else of the lane goes on until it
    ends; and before anybody looks at the records. Within a savepoint, which may vanish alone, they are written at once.
    """
    session = work.session
    fresh = [_Act.of(work, action, what) for action, what in acts]
    if session.in_nested_transaction():
        _write(session, fresh)
    else:
        session.info.setdefault(_WAITING, []).extend(fresh)
        before_commit(session, _WAITING, _write_waiting)


def draw_up(draft: Draft, work: Work, acts: Iterable[tuple[str, str]]) -> None:
    """As `record_all`, but leave the writing to the caller, who writes the draft next and does little before: nobody
    else of this lane goes on until the transaction ends."""
    work.session.flush()
    write_waiting(work.session)
    draft.count(work.session)
    _chain(draft, work.session, _lane(work.actor), [_Act.of(work, action, what) for action, what in acts])


def _lane(actor: str) -> int:
    return zlib.crc32(actor.encode()) % LANES


def _write_waiting(session: Session) -> None:
    _write(session, session.info.pop(_WAITING, []))


def _write(session: Session, acts: Sequence[_Act]) -> None:
    draft = waiting(session)
    draft.count(session)
    if not draft.unnumbered():
        # whatever can be done is done before others of the lane wait
        draft.prepare(session)
    # always in the same order, so that two transactions cannot wait for each other
    for lane in sorted({_lane(act.actor) for act in acts}):
        _chain(draft, session, lane, [act for act in acts if _lane(act.actor) == lane])
    draft.write(session)


def _chain(draft: Draft, session: Session, lane: int, acts: Iterable[_Act]) -> None:
    # SQLite has one writer, who needs no lock of a row
    head = f"{_HEAD} FOR UPDATE" if session.connection().dialect.name == "postgresql" else _HEAD
    (seq, link), taken = numbering.take_beside(session, ("seq", "hash"), head, (lane,), draft.unnumbered())
    draft.number(taken)
    rows = []
    for act in acts:
        seq += 1
        # the first record speaks for all rows of the transaction
        made = tally.text(tally.take(session))
        link = act.vault.link(link, _content(lane, seq, act.at, act.actor, act.action, act.what, made))
        row = {"lane": lane, "seq": seq, "at": act.at, "actor": act.actor, "action": act.action, "object": act.what}
        rows.append(row | {"made": made, "hash": link})
    draft.insert(AuditRecord, rows)
    if rows:
        draft.update(AuditHead, {"lane": lane}, {"seq": seq, "hash": link})


@event.listens_for(Session, "do_orm_execute")
def _asked(state: ORMExecuteState) -> None:
    session, mapper = state.session, state.bind_mapper
    looks = mapper is not None and mapper.class_ in (AuditRecord, AuditHead)
    if looks and isinstance(session, Session) and not session.in_nested_transaction():
        _write_waiting(session)


@event.listens_for(Session, "before_commit")
def _unspoken(session: Session) -> None:
    """Rows that were made without any record get one: nothing is made unseen."""
    if session.in_nested_transaction():
        return
    session.flush()
    if tally.pending(session):
        options = session.connection().get_execution_options()
        vault, clock = options.get(guarded.VAULT), options.get(tally.CLOCK)
        if vault is not None and clock is not None:
            _write(session, [_Act(vault, clock(), _PROGRAM, "rows.made", "table:rows")])


@event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_WAITING, None)


def _content(lane: int, seq: int, at: datetime, actor: str, action: str, what: str, made: str) -> bytes:
    return canonical([lane, seq, at, actor, action, what, *((made,) if made else ())])


def rows_made(session: Session) -> dict[str, int]:
    """Return how many rows of each table there are by what was recorded."""
    found: Counter[str] = Counter()
    for made in session.exec(select(AuditRecord.made).where(AuditRecord.made != "")).yield_per(1000):
        found.update(tally.read(made))
    return dict(found)


def rows_there(session: Session) -> dict[str, int]:
    """Return how many rows each counted table has."""
    tables = [mapper.class_ for mapper in SQLModel._sa_registry.mappers if tally.counted(mapper.class_)]
    return {
        str(table.__tablename__): session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in sorted(tables, key=lambda one: str(one.__tablename__))
    }


def accept_rows(work: Work, reason: str) -> dict[str, int]:
    """Take the rows as they stand, after an administrator has looked; return by how many each table differed."""
    work.session.flush()
    recorded, there = rows_made(work.session), rows_there(work.session)
    differing = {name: count - recorded.get(name, 0) for name, count in there.items()}
    for table in (mapper.class_ for mapper in SQLModel._sa_registry.mappers if tally.counted(mapper.class_)):
        tally.add(work.session, table, differing[str(table.__tablename__)])
    record(work, "rows.accepted", f"reason:{reason}"[:80])
    return {name: rows for name, rows in differing.items() if rows}


def verify(session: Session, vault: Vault) -> list[str]:
    """Return the first break of every lane, one sentence each; empty when all chains hold."""
    # heads and records in one statement: others write meanwhile, and both must be of the same moment
    together = (
        select(AuditHead.lane, AuditHead.seq, AuditHead.hash, AuditRecord)
        .join(AuditRecord, col(AuditRecord.lane) == col(AuditHead.lane), isouter=True)
        .order_by(col(AuditHead.lane), col(AuditRecord.seq))
    )
    lanes = groupby(session.execute(together).yield_per(1000), key=lambda row: _Head(*row[:3]))
    return _breaks(session, vault, ((head, (row[3] for row in rows if row[3] is not None)) for head, rows in lanes))


def verify_newest(session: Session, vault: Vault, newest: int) -> list[str]:
    """As `verify`, of the last `newest` records of each lane alone, in the same time however long the trail is. The first
    of them must hang on the one before it, which is believed."""
    asked = select(AuditHead.lane, AuditHead.seq, AuditHead.hash).order_by(col(AuditHead.lane))
    heads = [_Head(*row) for row in session.exec(asked).all()]

    def rows(head: _Head) -> Iterator[AuditRecord]:
        # up to the head as it was read: others write meanwhile
        within = col(AuditRecord.seq).between(head.seq - newest, head.seq)
        wanted = select(AuditRecord).where(AuditRecord.lane == head.lane, within)
        yield from session.exec(wanted.order_by(col(AuditRecord.seq)))

    return _breaks(session, vault, ((head, rows(head)) for head in heads), newest)


class _Head(NamedTuple):
    """Of one lane: its last record."""

    lane: int
    seq: int
    hash: str


def _breaks(
    session: Session, vault: Vault, lanes: Iterable[tuple[_Head, Iterable[AuditRecord]]], newest: int | None = None
) -> list[str]:
    breaks, found = [], set[int]()
    # a record taken from the end, and the head put back to the one before it
    edited = {int(key) for key in guarded.altered(session, vault, AuditHead)}
    for head, rows in lanes:
        lane, last, seq, broken = head.lane, "", 0, False
        for row in rows:
            if newest is not None and not seq and row.seq == head.seq - newest:
                last, seq = row.hash, row.seq
                continue
            link = vault.link(last, _content(row.lane, row.seq, row.at, row.actor, row.action, row.object, row.made))
            broken = row.seq != seq + 1 or row.hash != link
            if broken:
                breaks.append(f"第 {lane} 链第 {seq + 1} 条被改动或缺失 · lane {lane} breaks at {seq + 1}")
                break
            last, seq = row.hash, row.seq
        found.add(lane)
        if not broken and (seq, last) != (head.seq, head.hash):
            breaks.append(f"第 {lane} 链末尾被截断 · lane {lane} was cut after {seq}")
        elif seq and not broken and lane in edited:
            breaks.append(f"第 {lane} 链链头被手工改动 · the head of lane {lane} was edited by hand")
    return breaks + [
        f"第 {lane} 链缺少链头 · lane {lane} has lost its head" for lane in range(LANES) if lane not in found
    ]
