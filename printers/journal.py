"""What became of each print job, kept through crashes. Holds keys and states only, nothing of what was printed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from enum import StrEnum
from pathlib import Path

#: how long one process waits for another's write, in seconds
BUSY_TIMEOUT_S = 5.0

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS job (key TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS ticket (key TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID",
)


class JobState(StrEnum):
    """See `printers.printing` for the transitions."""

    QUEUED = "queued"
    SENT = "sent"
    PRINTED = "printed"
    TAKEN = "taken"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Journal:
    """An SQLite file; safe to use from any thread and by several processes. Every write is on disk when it returns."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._open() as database:
            for table in _SCHEMA:
                database.execute(table)

    def state(self, key: str) -> JobState | None:
        """Return the state of a job, None when the key was never seen."""
        with self._open() as database:
            row = database.execute("SELECT state FROM job WHERE key = ?", (key,)).fetchone()
        return JobState(row[0]) if row else None

    def enter(self, key: str) -> JobState:
        """Enter a job as queued unless it is there already; return its state."""
        with self._open() as database:
            database.execute("INSERT OR IGNORE INTO job VALUES (?, ?)", (key, JobState.QUEUED))
            return JobState(database.execute("SELECT state FROM job WHERE key = ?", (key,)).fetchone()[0])

    def move(self, key: str, to: JobState, *, only_from: frozenset[JobState]) -> bool:
        """Change the state if it is one of `only_from`, in one step; say whether it was."""
        marks = ", ".join("?" * len(only_from))
        with self._open() as database:
            changed = database.execute(
                f"UPDATE job SET state = ? WHERE key = ? AND state IN ({marks})", (to, key, *only_from)
            )
            return changed.rowcount == 1

    def hand_over(self, key: str, number: int, *, only_from: frozenset[JobState]) -> bool:
        """Enter in one step that a spooler gets the job, and under which number; say whether it was ours to give."""
        marks = ", ".join("?" * len(only_from))
        with self._open() as database:
            changed = database.execute(
                f"UPDATE job SET state = ? WHERE key = ? AND state IN ({marks})", (JobState.SENT, key, *only_from)
            )
            if changed.rowcount == 1:
                database.execute("INSERT OR REPLACE INTO ticket VALUES (?, ?)", (key, number))
            return changed.rowcount == 1

    def number(self, key: str) -> int | None:
        """Return the number under which a spooler has the job, None when it was never handed over."""
        with self._open() as database:
            row = database.execute("SELECT number FROM ticket WHERE key = ?", (key,)).fetchone()
        return int(row[0]) if row else None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=BUSY_TIMEOUT_S)) as database:
            # A power cut right after the write must not forget that bytes left for the printer.
            database.execute("PRAGMA synchronous = FULL")
            with database:
                yield database
