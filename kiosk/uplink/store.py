"""The one SQLite file of the uplink. Every row that holds anything personal is sealed before it gets here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kiosk.uplink.seal import Seal

#: another thread of this terminal holds the file for milliseconds
BUSY_SECONDS = 5.0

SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    key TEXT PRIMARY KEY,
    number TEXT NOT NULL,
    sealed BLOB NOT NULL,
    state TEXT NOT NULL,
    kept_at REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS page (
    key TEXT NOT NULL REFERENCES entry (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (key, position)
);
CREATE TABLE IF NOT EXISTS lease (
    number TEXT PRIMARY KEY,
    sealed BLOB NOT NULL,
    valid_until REAL NOT NULL,
    taken_by TEXT
);
CREATE TABLE IF NOT EXISTS hall (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    texts TEXT NOT NULL
);
"""


class Store:
    """A connection for the thread that opened it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.seal = Seal.at(folder / "outbox.key")
        file = folder / "outbox.sqlite"
        file.touch(mode=0o600)
        self._db = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
        # FULL: a commit is on the disk when it returns. secure_delete: what was delivered is overwritten.
        for pragma in ("journal_mode=DELETE", "synchronous=FULL", "secure_delete=ON", "foreign_keys=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, on the disk at the end."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._db.execute(query, values).fetchall()

    def close(self) -> None:
        self._db.close()
