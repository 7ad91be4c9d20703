"""What the auditor asks of the trail: who did what, to which object, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, and_, col, or_, select

from server.audit.tables import AuditRecord


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything given must hold. `actor`, `action` and `what` may end in * for anything that begins so."""

    actor: str = ""
    action: str = ""
    what: str = ""
    since: datetime | None = None
    until: datetime | None = None
    #: place of the last record on the page before: its moment and its id
    after: tuple[datetime, int] | None = None


def place(row: AuditRecord) -> str:
    """Return where a page ends, for the address of the next one."""
    return f"{row.at.isoformat()}_{row.id}"


def place_of(text: str) -> tuple[datetime, int] | None:
    """Read a place; None for what is none."""
    at, _, number = text.rpartition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(number)) if moment.tzinfo is not None and number.isdecimal() and len(number) < 19 else None
    except ValueError:
        return None


def every(session: Session, action: str) -> Sequence[tuple[str, datetime]]:
    """Return object and moment of all that was ever done under this name."""
    return session.exec(select(AuditRecord.object, AuditRecord.at).where(AuditRecord.action == action)).all()


def search(session: Session, wanted: Wanted, limit: int) -> Sequence[AuditRecord]:
    """Return the newest records that fit, newest first."""
    statement = select(AuditRecord)
    for column, text in (
        (col(AuditRecord.actor), wanted.actor),
        (col(AuditRecord.action), wanted.action),
        (col(AuditRecord.object), wanted.what),
    ):
        if text.endswith("*"):
            statement = statement.where(column.startswith(text[:-1], autoescape=True))
        elif text:
            statement = statement.where(column == text)
    if wanted.since is not None:
        statement = statement.where(col(AuditRecord.at) >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(col(AuditRecord.at) <= wanted.until)
    if wanted.after is not None:
        at, number = wanted.after
        older = and_(col(AuditRecord.at) == at, col(AuditRecord.id) < number)
        statement = statement.where(or_(col(AuditRecord.at) < at, older))
    return session.exec(statement.order_by(col(AuditRecord.at).desc(), col(AuditRecord.id).desc()).limit(limit)).all()
