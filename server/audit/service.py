"""Record an act in the transaction that performs it; verify that nothing was changed, cut or slipped in."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import bindparam, event
from sqlalchemy.orm import ORMExecuteState, SessionTransaction
from sqlmodel import Session, col, select

from server.audit.tables import AuditHead, AuditRecord
from server.core.canonical import canonical
from server.core.crypto import Vault
from server.core.database import before_commit
from server.core.work import Work
from server.core.writing import Draft

#: chains side by side. One chain would make every writer wait for the one before it to commit; a transaction has one
#: actor and so touches one lane, which also rules out deadlocks.
LANES = 16
_WAITING = "hall_audit_waiting"
_HEAD = select(AuditHead.seq, AuditHead.hash).where(col(AuditHead.lane) == bindparam("lane")).with_for_update()


@dataclass(frozen=True, slots=True)
class _Act:
    """What was done, and by whom, when."""

    work: Work
    action: str
    what: str


def record(work: Work, action: str, what: str) -> None:
    """Append one record to the actor's lane; it commits or vanishes with the act itself."""
    record_all(work, [(action, what)])


def record_all(work: Work, acts: Iterable[tuple[str, str]]) -> None:
    """Append a record for each (action, object), in this order.

    They are written as the last thing of the transaction, all together, because nobody else of the lane goes on until it
    ends; and before anybody looks at the records. Within a savepoint, which may vanish alone, they are written at once.
    """
    session = work.session
    fresh = [_Act(work, action, what) for action, what in acts]
    if session.in_nested_transaction():
        _write(session, fresh)
    else:
        session.info.setdefault(_WAITING, []).extend(fresh)
        before_commit(session, _WAITING, _write_waiting)


def draw_up(draft: Draft, work: Work, acts: Iterable[tuple[str, str]]) -> None:
    """As `record_all`, but leave the writing to the caller, who writes the draft next and does little before: nobody
    else of this lane goes on until the transaction ends."""
    _chain(draft, work.session, _lane(work.actor), [_Act(work, action, what) for action, what in acts])


def _lane(actor: str) -> int:
    return zlib.crc32(actor.encode()) % LANES


def _write_waiting(session: Session) -> None:
    _write(session, session.info.pop(_WAITING, []))


def _write(session: Session, acts: Sequence[_Act]) -> None:
    draft = Draft()
    # always in the same order, so that two transactions cannot wait for each other
    for lane in sorted({_lane(act.work.actor) for act in acts}):
        _chain(draft, session, lane, [act for act in acts if _lane(act.work.actor) == lane])
    draft.write(session)


def _chain(draft: Draft, session: Session, lane: int, acts: Iterable[_Act]) -> None:
    seq, link = session.connection().execute(_HEAD, {"lane": lane}).one()
    rows = []
    for act in acts:
        seq += 1
        at, actor = act.work.now, act.work.actor
        link = act.work.vault.link(link, _content(lane, seq, at, actor, act.action, act.what))
        row = {"lane": lane, "seq": seq, "at": at, "actor": actor, "action": act.action, "object": act.what}
        rows.append(row | {"hash": link})
    draft.insert(AuditRecord, rows)
    if rows:
        draft.update(AuditHead, {"lane": lane}, {"seq": seq, "hash": link})


@event.listens_for(Session, "do_orm_execute")
def _asked(state: ORMExecuteState) -> None:
    session, mapper = state.session, state.bind_mapper
    looks = mapper is not None and mapper.class_ in (AuditRecord, AuditHead)
    if looks and isinstance(session, Session) and not session.in_nested_transaction():
        _write_waiting(session)


@event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_WAITING, None)


def _content(lane: int, seq: int, at: datetime, actor: str, action: str, what: str) -> bytes:
    return canonical([lane, seq, at, actor, action, what])


def verify(session: Session, vault: Vault) -> list[str]:
    """Return the first break of every lane, one sentence each; empty when all chains hold."""
    breaks = []
    # heads and records in one statement: others write meanwhile, and both must be of the same moment
    together = (
        select(AuditHead.lane, AuditHead.seq, AuditHead.hash, AuditRecord)
        .join(AuditRecord, col(AuditRecord.lane) == col(AuditHead.lane), isouter=True)
        .order_by(col(AuditHead.lane), col(AuditRecord.seq))
    )
    for (lane, *head), rows in groupby(session.execute(together).yield_per(1000), key=lambda row: tuple(row[:3])):
        last, seq, broken = "", 0, False
        for row in (row[3] for row in rows if row[3] is not None and not broken):
            link = vault.link(last, _content(row.lane, row.seq, row.at, row.actor, row.action, row.object))
            broken = row.seq != seq + 1 or row.hash != link
            if broken:
                breaks.append(f"第 {lane} 链第 {seq + 1} 条被改动或缺失 · lane {lane} breaks at {seq + 1}")
            else:
                last, seq = row.hash, row.seq
        if not broken and [seq, last] != head:
            breaks.append(f"第 {lane} 链末尾被截断 · lane {lane} was cut after {seq}")
    return breaks
