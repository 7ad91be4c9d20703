"""Record an act in the transaction that performs it; verify that nothing was changed, cut or slipped in."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, insert, select

from server.audit.tables import AuditHead, AuditRecord
from server.core.canonical import canonical
from server.core.crypto import Vault
from server.core.work import Work

#: chains side by side. One chain would make every writer wait for the one before it to commit; a transaction has one
#: actor and so touches one lane, which also rules out deadlocks.
LANES = 16


def record(work: Work, action: str, what: str) -> None:
    """Append one record to the actor's lane; it commits or vanishes with the act itself."""
    record_all(work, [(action, what)])


def record_all(work: Work, acts: Iterable[tuple[str, str]]) -> None:
    """Append a record for each (action, object), in this order."""
    lane = zlib.crc32(work.actor.encode()) % LANES
    head = work.session.exec(select(AuditHead).where(AuditHead.lane == lane).with_for_update()).one()
    rows = []
    for action, what in acts:
        head.seq += 1
        head.hash = work.vault.link(head.hash, _content(lane, head.seq, work.now, work.actor, action, what))
        rows.append(
            {"lane": lane, "seq": head.seq, "at": work.now, "actor": work.actor, "action": action, "object": what}
            | {"hash": head.hash}
        )
    work.session.add(head)
    if rows:
        work.session.exec(insert(AuditRecord), params=rows)


def _content(lane: int, seq: int, at: datetime, actor: str, action: str, what: str) -> bytes:
    return canonical([lane, seq, at, actor, action, what])


def verify(session: Session, vault: Vault) -> list[str]:
    """Return the first break of every lane, one sentence each; empty when all chains hold."""
    breaks = []
    for head in session.exec(select(AuditHead).order_by(col(AuditHead.lane))).all():
        last, seq = "", 0
        rows = session.exec(select(AuditRecord).where(AuditRecord.lane == head.lane).order_by(col(AuditRecord.seq)))
        for row in rows.yield_per(1000):
            if row.seq != seq + 1 or row.hash != vault.link(
                last, _content(row.lane, row.seq, row.at, row.actor, row.action, row.object)
            ):
                breaks.append(f"第 {head.lane} 链第 {seq + 1} 条被改动或缺失 · lane {head.lane} breaks at {seq + 1}")
                break
            last, seq = row.hash, row.seq
        else:
            if (seq, last) != (head.seq, head.hash):
                breaks.append(f"第 {head.lane} 链末尾被截断 · lane {head.lane} was cut after {seq}")
    return breaks
