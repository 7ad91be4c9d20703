"""What is known of the trail without reading all of it: what the worker found last, and whether the newest records hold.

The worker's finding is itself a record of the trail (`audit.verified` of `system:worker`): `sound:<records>`, or
`broken:<records>:<the first break>`. It lies inside the chain, so that nobody writes a better one unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from server.audit import anchors
from server.audit import service as audit
from server.audit.tables import AuditHead, AuditRecord
from server.core.work import Work

ACTION = "audit.verified"
WORKER = "system:worker"
#: records of each lane that are looked at while somebody waits
NEWEST = 64
_SOUND, _BROKEN = "sound", "broken"


@dataclass(frozen=True, slots=True)
class Looked:
    """The worker's last look at the whole trail."""

    at: datetime
    #: it covered the first so many records
    records: int
    #: in words, "" when it was sound
    first_break: str = ""


@dataclass(frozen=True, slots=True)
class State:
    looked: Looked | None
    records: int
    #: breaks among the newest records, one sentence each
    trouble: tuple[str, ...]

    @property
    def ok(self) -> bool:
        return not self.trouble and not (self.looked and self.looked.first_break)


def length(session: Session) -> int:
    """Return how many records there are by the heads of the lanes."""
    return session.exec(select(func.coalesce(func.sum(AuditHead.seq), 0))).one()


def note(work: Work, records: int, breaks: Sequence[str]) -> None:
    """Record what a look at the whole trail found; the trail had `records` when it began."""
    # the English half: an object of the trail is short
    first = breaks[0].rpartition(" · ")[2] if breaks else ""
    audit.record(work, ACTION, f"{_BROKEN}:{records}:{first}"[:80] if breaks else f"{_SOUND}:{records}")


def state(work: Work) -> State:
    """Say how the trail stands, in the same time however long it is."""
    trouble = (*audit.verify_newest(work.session, work.vault, NEWEST), *anchors.newest_holds(work))
    return State(_last(work.session), length(work.session), trouble)


def _last(session: Session) -> Looked | None:
    wanted = select(AuditRecord).where(AuditRecord.action == ACTION, AuditRecord.actor == WORKER)
    row = session.exec(wanted.order_by(col(AuditRecord.at).desc(), col(AuditRecord.id).desc()).limit(1)).first()
    found, _, said = row.object.partition(":") if row else ("", "", "")
    records, _, first = said.partition(":")
    if row is None or found not in (_SOUND, _BROKEN) or not records.isdecimal():
        return None
    return Looked(row.at, int(records), (first or _BROKEN) if found == _BROKEN else "")
