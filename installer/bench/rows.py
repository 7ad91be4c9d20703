"""The rows one use case writes, and a plain script that writes such rows again and again: what the database alone takes."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Engine

#: ids, hashes and blind indexes: fresh in each transaction, so that no row exists twice
_FRESH = re.compile(r"^[0-9a-f]{16,}$")
#: the one number that must be fresh as well: the place of a record in its lane
_SERIAL_OF = re.compile(r"^INSERT INTO audit_record \(([^)]*)\)")


@dataclass
class Rows:
    """Statements with their parameters, in the order in which they were written."""

    statements: list[tuple[str, Any]] = field(default_factory=list)
    #: far above what the use case itself has given out
    serials: Iterator[int] = field(default_factory=lambda: count(1_000_000))

    def replayed(self, engine: Engine, number: str, seconds: float, users: int) -> float:
        """Write them, each time with fresh ids, through the bare driver; return transactions a second."""
        began = time.perf_counter()

        def work(_: int) -> int:
            done = 0
            connection = engine.raw_connection()
            try:
                cursor = connection.cursor()
                while time.perf_counter() - began < seconds:
                    if engine.dialect.name == "sqlite":
                        cursor.execute("BEGIN IMMEDIATE")
                    fresh = {number: f"{number[:-10]}{secrets.token_hex(5)}"}
                    for statement, values in self.statements:
                        cursor.execute(statement, _serial(statement, _renewed(values, fresh), self.serials))
                    if engine.dialect.name == "sqlite":
                        cursor.execute("COMMIT")
                    else:
                        connection.commit()
                    done += 1
            finally:
                connection.close()
            return done

        with ThreadPoolExecutor(users) as pool:
            done = sum(pool.map(work, range(users)))
        return done / (time.perf_counter() - began)


@contextmanager
def captured(engine: Engine) -> Iterator[Rows]:
    """Note every row that is written while the block runs; no other thread may work on the engine."""
    from sqlalchemy import event

    rows = Rows()

    def note(_c: object, _cursor: object, statement: str, values: Any, _context: object, many: bool) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            # many rows in one statement come as one flat set of values, and are one
            several = many and isinstance(values, list | tuple) and isinstance(values[0], list | tuple | dict)
            rows.statements += [(statement, one) for one in (values if several else [values])]

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield rows
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _serial(statement: str, values: Any, serials: Iterator[int]) -> Any:
    if (found := _SERIAL_OF.match(statement)) is None:
        return values
    if isinstance(values, dict):
        return values | {"seq": next(serials)}
    place = [name.strip() for name in found[1].split(",")].index("seq")
    return (*values[:place], next(serials), *values[place + 1 :])


def _renewed(values: Any, fresh: dict[str, str]) -> Any:
    """Return the parameters with fresh ids; the same id becomes the same fresh one within a transaction."""
    if isinstance(values, dict):
        return {name: _renewed(value, fresh) for name, value in values.items()}
    if isinstance(values, tuple | list):
        return tuple(_renewed(value, fresh) for value in values)
    if isinstance(values, str) and (values in fresh or _FRESH.match(values)):
        if values not in fresh:
            fresh[values] = secrets.token_hex((len(values) + 1) // 2)[: len(values)]
        return fresh[values]
    return values
