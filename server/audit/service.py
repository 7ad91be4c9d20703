"""Record an act in the transaction that performs it; verify that nothing was changed, cut or slipped in."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from server.audit.tables import AuditHead, AuditRecord
from server.core.canonical import canonical
from server.core.crypto import Vault
from server.core.work import Work
from server.core.writing import Draft

#: chains side by side. One chain would make every writer wait for the one before it to commit; a transaction has one
#: actor and so touches one lane, which also rules out deadlocks.
LANES = 16
_HEAD = select(AuditHead.seq, AuditHead.hash).where(col(AuditHead.lane) == bindparam("lane")).with_for_update()


def record(work: Work, action: str, what: str) -> None:
    """Append one record to the actor's lane; it commits or vanishes with the act itself."""
    record_all(work, [(action, what)])


def record_all(work: Work, acts: Iterable[tuple[str, str]]) -> None:
    """Append a record for each (action, object), in this order."""
    draft = Draft()
    draw_up(draft, work, acts)
    draft.write(work.session)


def draw_up(draft: Draft, work: Work, acts: Iterable[tuple[str, str]]) -> None:
    """As `record_all`, but leave the writing to the caller, who writes the draft next and does little before: nobody
    else of this lane goes on until the transaction ends."""
    lane = zlib.crc32(work.actor.encode()) % LANES
    seq, link = work.session.connection().execute(_HEAD, {"lane": lane}).one()
    rows = []
    for action, what in acts:
        seq += 1
        link = work.vault.link(link, _content(lane, seq, work.now, work.actor, action, what))
        rows.append(
            {"lane": lane, "seq": seq, "at": work.now, "actor": work.actor, "action": action, "object": what}
            | {"hash": link}
        )
    draft.insert(AuditRecord, rows)
    if rows:
        draft.update(AuditHead, {"lane": lane}, {"seq": seq, "hash": link})


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
