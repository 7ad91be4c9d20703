"""Serials of petition numbers: counted up in the database, each given out once.

On PostgreSQL a process takes a block at a time, apart from the registration. What is left of a block when a process ends
is never given out; a number says nothing of how many there are.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Pool, text
from sqlmodel import Session

from server.core.apart import apart
from server.core.ids import Form

_BLOCK = 16
#: the same statement on SQLite and PostgreSQL: counts up, or starts at the first count
_COUNT_UP = text(
    "INSERT INTO number_counter (region, day, form, last) VALUES (:region, :day, :form, :count) "
    "ON CONFLICT (region, day, form) DO UPDATE SET last = number_counter.last + :count RETURNING last"
)


@dataclass(frozen=True, slots=True)
class Series:
    """`region`: 6 digits, `day`: YYMMDD."""

    region: str
    day: str
    form: Form


@dataclass
class _Blocks:
    """What this process has in hand of one database."""

    series: Series | None = None
    left: deque[int] = field(default_factory=deque)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, session: Session, series: Series, count: int) -> list[int]:
        with self.lock:
            if series != self.series:
                # another day or form: the rest of the former block is let go
                self.series, self.left = series, deque()
            if len(self.left) < count:
                with apart(session) as connection:
                    self.left.extend(_count_up(connection, series, max(_BLOCK, count)))
            return [self.left.popleft() for _ in range(count)]


_blocks: WeakKeyDictionary[Pool, _Blocks] = WeakKeyDictionary()
_making = threading.Lock()


def take(session: Session, series: Series, count: int) -> list[int]:
    """Return `count` serials that nobody else has."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        # one writer at a time, and it is this one
        return list(_count_up(connection, series, count))
    with _making:
        blocks = _blocks.setdefault(connection.engine.pool, _Blocks())
    return blocks.take(session, series, count)


def _count_up(connection: Connection, series: Series, count: int) -> range:
    values = {"region": series.region, "day": series.day, "form": series.form.value, "count": count}
    last = int(connection.execute(_COUNT_UP, values).scalar_one())
    return range(last - count + 1, last + 1)
