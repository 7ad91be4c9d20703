"""Numbers leased in advance, and what the slip says of the hall while the centre is out of reach."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from kiosk.uplink.store import Store
from server.contract.v1 import Lease, LeaseResponse


@dataclass(frozen=True, slots=True)
class HallTexts:
    """What every slip says; "" where the centre was never reached."""

    hall_name: str
    hall_phone: str = ""
    supervision_phone: str = ""
    progress_url: str = ""


class Leases:
    def __init__(self, store: Store) -> None:
        self._store = store

    def free(self, now: datetime) -> int:
        """How many numbers can still be given out."""
        [(count,)] = self._store.rows(
            "SELECT count(*) FROM lease WHERE taken_by IS NULL AND valid_until > ?", now.timestamp()
        )
        return int(count)

    def add(self, response: LeaseResponse, now: datetime) -> None:
        """Keep what the centre leased; a number already here stays as it is; expired ones go."""
        texts = response.model_dump(include={"hall_name", "hall_phone", "supervision_phone", "progress_url"})
        with self._store.transaction() as db:
            db.execute("DELETE FROM lease WHERE taken_by IS NULL AND valid_until <= ?", (now.timestamp(),))
            for lease in response.leases:
                sealed = self._store.seal.close(lease.query_code.encode(), f"lease:{lease.number}")
                db.execute(
                    "INSERT OR IGNORE INTO lease (number, sealed, valid_until) VALUES (?, ?, ?)",
                    (lease.number, sealed, response.valid_until.timestamp()),
                )
            db.execute("INSERT OR REPLACE INTO hall (id, texts) VALUES (1, ?)", (json.dumps(texts),))

    def texts(self, fallback: HallTexts) -> HallTexts:
        rows = self._store.rows("SELECT texts FROM hall")
        return HallTexts(**json.loads(rows[0][0])) if rows else fallback

    def of(self, key: str) -> Lease | None:
        """The number this registration took."""
        rows = self._store.rows("SELECT number, sealed FROM lease WHERE taken_by = ?", key)
        if not rows:
            return None
        number, sealed = rows[0]
        code = self._store.seal.open(sealed, f"lease:{number}").decode()
        return Lease(number=number, query_code=code)


def take(db: sqlite3.Connection, key: str, now: datetime) -> str:
    """Give the oldest valid number to `key`, or the one it has already; "" when none is left. Inside a transaction."""
    mine = db.execute("SELECT number FROM lease WHERE taken_by = ?", (key,)).fetchone()
    if mine:
        return str(mine[0])
    free = db.execute(
        "SELECT number FROM lease WHERE taken_by IS NULL AND valid_until > ? ORDER BY valid_until, number LIMIT 1",
        (now.timestamp(),),
    ).fetchone()
    if not free:
        return ""
    db.execute("UPDATE lease SET taken_by = ? WHERE number = ?", (key, free[0]))
    return str(free[0])


def use_up(db: sqlite3.Connection, key: str) -> None:
    """The centre has the number now."""
    db.execute("DELETE FROM lease WHERE taken_by = ?", (key,))
