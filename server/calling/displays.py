"""Screens of a hall: made by the administrator, opened by their address alone, ended in one step."""

from __future__ import annotations

import secrets
from datetime import datetime

from pydantic import Field
from sqlmodel import Session, col, select

from server.audit import service as audit
from server.calling.tables import Display
from server.contract.v1.base import Answer, Request
from server.core.errors import not_found
from server.core.work import Work

_TOKEN_BYTES = 24


class DisplayRequest(Request):
    name: str = Field(min_length=1, max_length=60)
    #: region of the hall, 6 to 12 digits
    region: str = Field(pattern=r"^\d{6,12}$")


class DisplayView(Answer):
    id: int
    name: str
    hall: str
    made_at: datetime
    open: bool


class Displays(Answer):
    items: tuple[DisplayView, ...]


class NewDisplay(Answer):
    """Shown once: only a keyed hash of the token is kept."""

    id: int
    address: str


def make(work: Work, body: DisplayRequest) -> NewDisplay:
    """Make a screen and return the address that opens it."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    row = Display(token_hash=_hash(work, token), name=body.name, hall=body.region[:6], made_at=work.now)
    work.session.add(row)
    work.session.flush()
    assert row.id is not None
    audit.record(work, "display.made", f"display:{row.id}")
    return NewDisplay(id=row.id, address=f"{work.centre.settings.public_url.rstrip('/')}/wall?t={token}")


def revoke(work: Work, number: int) -> None:
    """From now on the screen shows nothing; raise NOT_FOUND."""
    row = work.session.get(Display, number)
    if row is None:
        raise not_found()
    if row.revoked_at is None:
        row.revoked_at = work.now
        work.session.add(row)
        audit.record(work, "display.revoked", f"display:{number}")


def every(session: Session) -> Displays:
    rows = session.exec(select(Display).order_by(col(Display.id))).all()
    return Displays(
        items=tuple(
            DisplayView(id=one.id or 0, name=one.name, hall=one.hall, made_at=one.made_at, open=one.revoked_at is None)
            for one in rows
        )
    )


def hall_of(work: Work, token: str) -> str:
    """Return the hall whose screen this token opens; raise NOT_FOUND."""
    row = work.session.exec(select(Display).where(col(Display.token_hash) == _hash(work, token))).first()
    if row is None or row.revoked_at is not None:
        raise not_found()
    return row.hall


def _hash(work: Work, token: str) -> str:
    return work.vault.fingerprint("display", token)
