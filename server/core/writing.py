"""Many rows of several tables in one statement: what is decided together is written together.

The unit of work of the ORM asks the database row by row; a registration writes some thirty rows. Here they are gathered
first and written at the end: PostgreSQL takes them all as one statement (data-modifying WITH; foreign keys are checked at
its end), SQLite one statement a table.

What is left to `later` is written with the audit records of its transaction, or before: as soon as anything is asked that
could depend on it. Statements that go past the session, on its connection, do not wait for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Table, event
from sqlalchemy import inspect as state_of
from sqlalchemy.orm import ORMExecuteState, SessionTransaction
from sqlmodel import Session, SQLModel

from server.core import database, guarded, numbering, tally

Row = Mapping[str, Any]
_Convert = Callable[[Any], Any]
#: execution option of a statement that asks for its own table and for no other
ALONE = "hall_alone"
_LATER = "hall_draft"


class Draft:
    """Rows to be written, in this order on SQLite; parents before children."""

    def __init__(self) -> None:
        self._inserts: dict[type[SQLModel], list[Row]] = {}
        self._updates: list[tuple[type[SQLModel], Row, dict[str, Any]]] = []
        #: rows that no audit record speaks of yet
        self._made: Counter[type[SQLModel]] = Counter()
        #: statements that are ready, with their values
        self._parts: list[tuple[str, tuple[Any, ...]]] = []

    def insert(self, table: type[SQLModel], rows: Sequence[Row]) -> None:
        """Add rows; those of one table name the same columns."""
        if rows:
            self._inserts.setdefault(table, []).extend(rows)
            self._made[table] += len(rows)

    def count(self, session: Session) -> None:
        """Count the rows added so far, before they are written: for an audit record that is written with them."""
        for table, rows in self._made.items():
            tally.add(session, table, rows)
        self._made.clear()

    def unnumbered(self) -> dict[str, int]:
        """Return how many rows of each table have no number yet that their seal has to hold."""
        return {
            _table(table).name: count
            for table, rows in self._inserts.items()
            if guarded.numbered(table) and (count := sum("id" not in row for row in rows))
        }

    def number(self, taken: Mapping[str, Sequence[int]]) -> None:
        """Give the rows that have none the numbers that were taken for them."""
        for table, rows in self._inserts.items():
            numbers = iter(taken.get(_table(table).name, ()))
            if _table(table).name in taken:
                self._inserts[table] = [row if "id" in row else {**row, "id": next(numbers)} for row in rows]

    def update(self, table: type[SQLModel], where: Row, values: Row) -> None:
        """Change the rows whose columns equal `where`; none that is inserted by the same draft."""
        known = next((one for one in self._updates if one[:2] == (table, where)), None)
        if known is None:
            self._updates.append((table, where, dict(values)))
        else:
            # PostgreSQL takes one change of a row in a statement
            known[2].update(values)

    def change(self, session: Session, one: SQLModel) -> None:
        """Take over what was changed in an object of this session. The session forgets it: who asks again reads again."""
        state = state_of(one)
        changed = {field.key: field.value for field in state.attrs if field.history.has_changes()}
        if not changed:
            return
        where = {key.name: getattr(one, key.name) for key in state.mapper.primary_key}
        if isinstance(one, guarded.Guarded):
            if not guarded.was_intact(one, session.connection()):
                # the ORM writes that it stays altered
                return
            changed = {name: value for name, value in row_of(one).items() if name not in where}
        self.update(type(one), where, changed)
        session.expunge(one)

    def join(self, other: Draft) -> None:
        """Take over the rows of a draft that was decided after this one."""
        for table, rows in other._inserts.items():
            self._inserts.setdefault(table, []).extend(rows)
        self._made.update(other._made)
        for table, where, values in other._updates:
            self.update(table, where, values)

    def holds(self, table: type[SQLModel]) -> bool:
        return table in self._inserts or any(one[0] is table for one in self._updates)

    def write(self, session: Session) -> None:
        """Write everything in the transaction of this session. What was decided before goes first."""
        session.flush()
        write_waiting(session)
        self._write(session)

    def prepare(self, session: Session) -> None:
        """Do now what `write` would do with the rows so far, but for asking the database. Every number is known."""
        connection = session.connection()
        dialect = connection.dialect
        vault = connection.get_execution_options().get(guarded.VAULT)
        self._parts += [
            _insert(table, [guarded.sealed_row(vault, table, row) for row in rows], dialect)
            for table, rows in self._inserts.items()
        ]
        self._parts += [
            _update(table, where, guarded.sealed_change(vault, table, where, values), dialect)
            for table, where, values in self._updates
        ]
        self._inserts, self._updates = {}, []

    def _write(self, session: Session) -> None:
        self.count(session)
        if wanted := self.unnumbered():
            self.number(numbering.take(session, wanted))
        self.prepare(session)
        connection, parts, self._parts = session.connection(), self._parts, []
        if connection.dialect.name == "postgresql" and len(parts) > 1:
            *first, (last, last_values) = parts
            named = ", ".join(f"w{number} AS ({sql})" for number, (sql, _) in enumerate(first))
            values = tuple(value for _, some in first for value in some) + last_values
            parts = [(f"WITH {named} {last}", values)]
        for sql, values in parts:
            connection.exec_driver_sql(sql, values)


def later(session: Session, draft: Draft) -> None:
    """Leave a draft to the end of the transaction of this session: it is written with whatever else is left then, before
    anything is asked that could depend on it. Within a savepoint, which may vanish alone, it is written at once."""
    if session.in_nested_transaction():
        draft.write(session)
        return
    session.flush()
    waiting: Draft | None = session.info.get(_LATER)
    if waiting is None:
        session.info[_LATER] = draft
        database.before_commit(session, _LATER, write_waiting, last=True)
    else:
        waiting.join(draft)


def waiting(session: Session) -> Draft:
    """Return what was left for later, to be written by the caller with rows of its own; an empty one for nothing."""
    session.flush()
    found: Draft = session.info.pop(_LATER, None) or Draft()
    return found


def write_waiting(session: Session) -> None:
    """Write what was left for later."""
    draft: Draft | None = session.info.pop(_LATER, None)
    if draft is not None:
        draft._write(session)


@event.listens_for(Session, "do_orm_execute")
def _asked(state: ORMExecuteState) -> None:
    session, mapper = state.session, state.bind_mapper
    draft: Draft | None = session.info.get(_LATER)
    if draft is None or not isinstance(session, Session):
        return
    if mapper is None or draft.holds(mapper.class_) or not state.execution_options.get(ALONE):
        write_waiting(session)


@event.listens_for(Session, "before_flush")
def _flushing(session: Session, *_: object) -> None:
    write_waiting(session)


@event.listens_for(Session, "after_transaction_create")
def _begun(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested and _LATER in session.info:
        raise RuntimeError("a savepoint begins with everything written: call write_waiting first")


@event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_LATER, None)


def row_of(one: SQLModel) -> Row:
    """Return the columns of an object that no session knows, without the number the database counts up."""
    return {name: value for name in _stored(type(one)) if (value := getattr(one, name)) is not None or name != "id"}


def insert_if_new(session: Session, table: type[SQLModel], row: Row) -> bool:
    """Write one row at once; return False when another one stands in its way. PostgreSQL waits for whoever is about to
    write that one."""
    session.flush()
    connection = session.connection()
    vault = connection.get_execution_options().get(guarded.VAULT)
    sql, values = _insert(table, [guarded.sealed_row(vault, table, row)], connection.dialect)
    new = connection.exec_driver_sql(f"{sql} ON CONFLICT DO NOTHING", values).rowcount == 1
    tally.add(session, table, int(new))
    return new


def _insert(table: type[SQLModel], rows: Sequence[Row], dialect: Dialect) -> tuple[str, tuple[Any, ...]]:
    names = tuple(rows[0])
    if any(row.keys() != rows[0].keys() for row in rows):
        raise ValueError(f"rows of {_table(table).name} name different columns")
    converts = _converts(_table(table), names, dialect)
    one = f"({', '.join([_mark(dialect)] * len(names))})"
    sql = f"INSERT INTO {_table(table).name} ({_names(names)}) VALUES {', '.join([one] * len(rows))}"
    values = tuple(
        row[name] if convert is None else convert(row[name])
        for row in rows
        for name, convert in zip(names, converts, strict=True)
    )
    return sql, values


def _update(table: type[SQLModel], where: Row, values: Row, dialect: Dialect) -> tuple[str, tuple[Any, ...]]:
    mark = _mark(dialect)
    changes = ", ".join(f'"{name}" = {mark}' for name in values)
    which = " AND ".join(f'"{name}" = {mark}' for name in where)
    names = (*values, *where)
    found = zip((*values.values(), *where.values()), _converts(_table(table), names, dialect), strict=True)
    sql = f"UPDATE {_table(table).name} SET {changes} WHERE {which}"
    return sql, tuple(value if convert is None else convert(value) for value, convert in found)


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _mark(dialect: Dialect) -> str:
    return "?" if dialect.paramstyle == "qmark" else "%s"


def _table(table: type[SQLModel]) -> Table:
    found = table.__table__  # type: ignore[attr-defined]
    assert isinstance(found, Table)
    return found


@lru_cache(maxsize=64)
def _stored(table: type[SQLModel]) -> tuple[str, ...]:
    return tuple(_table(table).columns.keys())


@lru_cache(maxsize=256)
def _converts(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[_Convert | None, ...]:
    """How each column's values are written on this database, None for as they are."""
    return tuple(table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names)
