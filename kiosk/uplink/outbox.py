"""Registrations that are safe on this terminal and not yet known to be at the centre.

A row is written before anything is sent and erased after the centre said that it has the matter. Whatever happens in
between (network, power, a kill) the row is sent again under the same Idempotency-Key, so the centre takes it once.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from kiosk.uplink import leases
from kiosk.uplink.seal import Unsealable
from kiosk.uplink.store import Store
from server.contract.v1 import RegisterRequest

log = logging.getLogger("hall.kiosk.outbox")

#: the first pause after a failed attempt; doubles each time
FIRST_PAUSE = timedelta(seconds=5)
#: a centre that comes back is noticed within this time
LONGEST_PAUSE = timedelta(minutes=5)
#: the visitor's own attempt has the row for itself this long
HELD = timedelta(seconds=20)


class State(StrEnum):
    #: will be sent
    WAITING = "waiting"
    #: the centre refused the content: kept for a person to look at, never sent by itself again
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Upload:
    """One page of a registration."""

    sha256: str
    data: bytes
    media_type: str

    def __repr__(self) -> str:
        return "<Upload>"


@dataclass(frozen=True, slots=True)
class Entry:
    """One registration as it goes out; `body` is the JSON of a RegisterRequest."""

    key: str
    number: str
    body: bytes
    pages: tuple[Upload, ...]
    attempts: int = 0

    def __repr__(self) -> str:
        return f"<Entry {self.key}>"


@dataclass(frozen=True, slots=True)
class Line:
    """One registration as the attendant may see it: number and times, nothing of whom."""

    number: str
    state: State
    kept_at: datetime
    attempts: int
    next_at: datetime


class Outbox:
    def __init__(self, store: Store) -> None:
        self._store = store

    def keep(self, key: str, request: RegisterRequest, pages: tuple[Upload, ...], now: datetime) -> Entry:
        """Write the registration with a leased number, durably; a row of the same key is replaced.

        Raises `sqlite3.Error` or `OSError` when the disk does not take it.
        """
        seal = self._store.seal
        with self._store.transaction() as db:
            number = leases.take(db, key, now)
            body = request.model_copy(update={"number": number}).model_dump_json().encode()
            db.execute("DELETE FROM entry WHERE key = ?", (key,))
            db.execute(
                "INSERT INTO entry (key, number, sealed, state, kept_at, next_attempt) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    key,
                    number,
                    seal.close(body, f"entry:{key}"),
                    State.WAITING,
                    now.timestamp(),
                    (now + HELD).timestamp(),
                ),
            )
            for position, page in enumerate(pages):
                sealed = seal.close(page.sha256.encode() + page.data, f"page:{key}:{position}")
                db.execute("INSERT INTO page VALUES (?, ?, ?, ?)", (key, position, page.media_type, sealed))
        return Entry(key, number, body, pages)

    def due(self, now: datetime) -> Entry | None:
        """The entry that waits longest among those whose pause is over.

        A row that does not open with this terminal's key is set aside, so that it does not block the others.
        """
        rows = self._store.rows(
            "SELECT key, number, sealed, attempts FROM entry WHERE state = ? AND next_attempt <= ?"
            " ORDER BY next_attempt, kept_at",
            State.WAITING,
            now.timestamp(),
        )
        for key, number, sealed, attempts in rows:
            try:
                body = self._store.seal.open(sealed, f"entry:{key}")
                return Entry(key, number, body, self._pages(key), attempts)
            except Unsealable:
                log.error("a kept registration does not open with the key of this terminal; it is set aside: %s", key)
                self.refuse(key)
        return None

    def delivered(self, key: str) -> None:
        """The centre has it: erase every trace here."""
        with self._store.transaction() as db:
            db.execute("DELETE FROM entry WHERE key = ?", (key,))
            leases.use_up(db, key)

    def put_off(self, key: str, attempts: int, now: datetime) -> None:
        """Not reached: try again after a pause that doubles."""
        pause = min(FIRST_PAUSE * 2 ** min(attempts, 10), LONGEST_PAUSE)
        with self._store.transaction() as db:
            db.execute(
                "UPDATE entry SET attempts = ?, next_attempt = ? WHERE key = ?",
                (attempts + 1, (now + pause).timestamp(), key),
            )

    def without_number(self, entry: Entry) -> Entry:
        """The centre does not know the lease: from now on this registration asks for a number."""
        request = RegisterRequest.model_validate_json(entry.body).model_copy(update={"number": ""})
        body = request.model_dump_json().encode()
        with self._store.transaction() as db:
            sealed = self._store.seal.close(body, f"entry:{entry.key}")
            db.execute("UPDATE entry SET number = '', sealed = ? WHERE key = ?", (sealed, entry.key))
            leases.use_up(db, entry.key)
        return Entry(entry.key, "", body, entry.pages, entry.attempts)

    def dated(self, entry: Entry, now: datetime) -> None:
        """The clock of this terminal was ahead when the visitor handed in: the best that is known now is this moment."""
        moment = {"registered_at": now, "visit_started_at": now}
        body = RegisterRequest.model_validate_json(entry.body).model_copy(update=moment).model_dump_json().encode()
        with self._store.transaction() as db:
            sealed = self._store.seal.close(body, f"entry:{entry.key}")
            db.execute("UPDATE entry SET sealed = ? WHERE key = ?", (sealed, entry.key))

    def refuse(self, key: str) -> None:
        """The centre refused it: kept for the attendant, until the visitor corrects it and hands it in again."""
        with self._store.transaction() as db:
            db.execute("UPDATE entry SET state = ? WHERE key = ?", (State.REFUSED, key))

    def hurry(self, now: datetime) -> None:
        """What waits is due at once."""
        with self._store.transaction() as db:
            db.execute("UPDATE entry SET next_attempt = ? WHERE state = ?", (now.timestamp(), State.WAITING))

    def lines(self) -> tuple[Line, ...]:
        """Everything kept here, the oldest first, as the attendant may see it."""
        rows = self._store.rows("SELECT number, state, kept_at, attempts, next_attempt FROM entry ORDER BY kept_at")
        return tuple(
            Line(number, State(state), _moment(kept), int(attempts), _moment(due))
            for number, state, kept, attempts, due in rows
        )

    def count(self, state: State) -> int:
        [(number,)] = self._store.rows("SELECT count(*) FROM entry WHERE state = ?", state)
        return int(number)

    def _pages(self, key: str) -> tuple[Upload, ...]:
        rows = self._store.rows("SELECT position, media_type, sealed FROM page WHERE key = ? ORDER BY position", key)
        uploads = []
        for position, media_type, sealed in rows:
            opened = self._store.seal.open(sealed, f"page:{key}:{position}")
            uploads.append(Upload(opened[:64].decode("ascii"), opened[64:], media_type))
        return tuple(uploads)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
