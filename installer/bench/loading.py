"""Rows by the million into the tables of a centre: without indexes and constraints first, with all of them in the end.

Everything that is dropped is read from the database itself and made again word for word, so that what is measured
afterwards is what the migrations built.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlmodel import SQLModel

    from server.core.centre import Centre

Row = dict[str, Any]
#: told what is being done, once a step
Say = Callable[[str], None]
#: constraints of these tables and those that lead to them; foreign keys first, because they hang on the others
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype IN ('p', 'u', 'f') AND (conrelid::regclass::text = ANY(%(tables)s) OR
      (contype = 'f' AND confrelid::regclass::text = ANY(%(tables)s)))
ORDER BY contype = 'f' DESC, conname
"""
_INDEXES = "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%(tables)s)"
_SQLITE_INDEXES = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({marks})"
)


class Loader:
    """Writes rows of several tables over one connection, and runs statements that make rows from rows."""

    def __init__(self, centre: Centre, connection: Any, say: Say) -> None:
        self._dialect, self._connection, self._say = centre.engine.dialect, connection, say
        self._began = time.perf_counter()

    @property
    def postgresql(self) -> bool:
        return self._dialect.name == "postgresql"

    def say(self, what: str) -> None:
        self._say(f"{time.perf_counter() - self._began:6.0f} s  {what}")

    def write(self, table: type[SQLModel], rows: Sequence[Row]) -> None:
        """Write rows that name the same columns: COPY on PostgreSQL, many rows a statement on SQLite."""
        if not rows:
            return
        names, values = self._values(table, rows)
        columns = ", ".join(f'"{name}"' for name in names)
        if not self.postgresql:
            marks = ", ".join("?" * len(names))
            self._connection.executemany(f"INSERT INTO {table.__tablename__} ({columns}) VALUES ({marks})", values)
            return
        copying = f"COPY {table.__tablename__} ({columns}) FROM STDIN"
        with self._connection.cursor() as cursor, cursor.copy(copying) as copy:
            for row in values:
                copy.write_row(row)

    def run(self, sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []

    def tidy(self) -> None:
        """Do at once what a database of this age has long had done: the planner's figures, and on PostgreSQL the maps of what
        everybody may see. Otherwise its own vacuum would work beside what is measured."""
        if not self.postgresql:
            self.run("ANALYZE")
            self._connection.commit()
            return
        self._connection.driver_connection.autocommit = True
        self.run("VACUUM (ANALYZE)")

    def later(self, moment: str, *, days: int) -> str:
        """Return SQL for a moment so many days after the one that `moment`, SQL too, gives."""
        if self.postgresql:
            return f"({moment} + interval '{days} days')"
        # the driver keeps microseconds, SQLite counts milliseconds
        return f"strftime('%Y-%m-%d %H:%M:%f000', {moment}, '{days:+d} days')"

    def bytes(self, count: int) -> str:
        """Return SQL for so many bytes that nobody can read."""
        return f"decode(repeat('5a', {count}), 'hex')" if self.postgresql else f"randomblob({count})"

    def _values(self, table: type[SQLModel], rows: Sequence[Row]) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        stored, names = table.__table__, tuple(rows[0])  # type: ignore[attr-defined]
        converts = [stored.c[name].type.dialect_impl(self._dialect).bind_processor(self._dialect) for name in names]
        if self.postgresql:
            # an array as it is written costs a tenth of one the driver puts together
            converts = [
                _array if isinstance(rows[0][name], tuple) else one for name, one in zip(names, converts, strict=True)
            ]
        return names, (
            tuple(
                value if convert is None else convert(value)
                for convert, value in zip(converts, row.values(), strict=True)
            )
            for row in rows
        )


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


@contextmanager
def loading(centre: Centre, tables: Iterable[type[SQLModel]], say: Say) -> Iterator[Loader]:
    """Yield what writes into these tables in one transaction; when the block ends they are whole again and committed."""
    names = sorted(str(table.__tablename__) for table in tables)
    connection = centre.engine.raw_connection()
    try:
        loader = Loader(centre, connection, say)
        if loader.postgresql:
            again = _strip_postgresql(loader, names)
        else:
            # the rows belong to no real matter, and the folder is gone afterwards
            loader.run("PRAGMA foreign_keys=OFF")
            loader.run("PRAGMA synchronous=OFF")
            loader.run("BEGIN")
            again = _strip_sqlite(loader, names)
        yield loader
        for number, (what, sql) in enumerate(again, 1):
            loader.say(f"{number}/{len(again)} {what}")
            loader.run(sql)
        connection.commit()
        loader.tidy()
        loader.say("完成 · done")
    finally:
        # the connection keeps the settings above: nobody else gets it
        connection.invalidate()
        connection.close()


def _strip_postgresql(loader: Loader, tables: list[str]) -> list[tuple[str, str]]:
    """Drop every index and constraint of these tables; return (what, statement) that make them again, in order."""
    loader.run("SET LOCAL maintenance_work_mem = '512MB'")
    loader.run("SET LOCAL work_mem = '256MB'")
    constraints = loader.run(_CONSTRAINTS, {"tables": tables})
    for table, name, _ in constraints:
        loader.run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    indexes = loader.run(_INDEXES, {"tables": tables})
    for name, _ in indexes:
        loader.run(f'DROP INDEX "{name}"')
    # what others refer to comes before the references
    made = [
        (name, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {said}') for table, name, said in reversed(constraints)
    ]
    return [*((name, said) for name, said in indexes), *made]


def _strip_sqlite(loader: Loader, tables: list[str]) -> list[tuple[str, str]]:
    """As for PostgreSQL; constraints belong to the tables there and stay."""
    indexes = loader.run(_SQLITE_INDEXES.format(marks=", ".join("?" * len(tables))), tables)
    for name, _ in indexes:
        loader.run(f'DROP INDEX "{name}"')
    return [(name, sql) for name, sql in indexes]
