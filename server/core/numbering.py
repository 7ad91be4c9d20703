"""Numbers that the database counts, taken ahead: the seal of a row holds its number, which must be known before it is written.

They are asked for once in a transaction, beside something else where the database is asked anyway.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

#: the highest number given out in this session, by table: SQLite knows only what is written
_GIVEN = "hall_numbers_given"


def take(session: Session, wanted: Mapping[str, int]) -> dict[str, list[int]]:
    """Return so many new numbers for the column `id` of each table, ascending; nobody else is given them."""
    return take_beside(session, (), "", (), wanted)[1]


def take_beside(
    session: Session, columns: tuple[str, ...], rest: str, values: Sequence[Any], wanted: Mapping[str, int]
) -> tuple[Sequence[Any], dict[str, list[int]]]:
    """As `take`, in the same statement as `SELECT columns rest`, which finds one row; return its columns too.

    `?` in `rest` stands for a value.
    """
    connection, names = session.connection(), tuple(wanted)
    postgresql = connection.dialect.name == "postgresql"
    counts = tuple(wanted.values()) if postgresql else ()
    sql = _statement(columns, rest, names, postgresql)
    row = connection.exec_driver_sql(sql, (*counts, *values)).one()
    beside, last = row[: len(columns)], row[len(columns) :]
    if postgresql:
        return beside, dict(zip(names, last, strict=True))
    given: dict[str, int] = session.info.setdefault(_GIVEN, {})
    found = {}
    for name, highest in zip(names, last, strict=True):
        start = max(highest or 0, given.get(name, 0)) + 1
        found[name] = list(range(start, start + wanted[name]))
        given[name] = start + wanted[name] - 1
    return beside, found


@lru_cache(maxsize=256)
def _statement(columns: tuple[str, ...], rest: str, names: tuple[str, ...], postgresql: bool) -> str:
    """On SQLite whoever writes is alone, so the highest number is enough; on PostgreSQL the sequence counts."""
    if postgresql:
        numbers = [f"ARRAY(SELECT nextval('{name}_id_seq') FROM generate_series(1, %s))" for name in names]
        rest = rest.replace("?", "%s")
    else:
        numbers = [f"(SELECT max(id) FROM {name})" for name in names]
    return f"SELECT {', '.join((*columns, *numbers))} {rest}"
