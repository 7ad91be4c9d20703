"""Rows that say whether they are as the program wrote them.

A guarded row carries a keyed hash over its columns. Who edits it by hand, knowing the database but not the keys, cannot
write the hash that belongs to the edit, and `hall admin verify` names the row. A row found altered stays so: a later change
by the program does not make it good. The seal holds the key of the row too, also a number the database counts, so that no
row passes for another.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import lru_cache
from typing import Any, ClassVar

from pydantic import BaseModel
from sqlalchemy import Connection, Integer, Select, String, Table, event, select
from sqlalchemy import inspect as state_of
from sqlalchemy.orm import Mapper, ORMExecuteState
from sqlmodel import Field, Session, SQLModel

from server.core import numbering
from server.core.canonical import canonical
from server.core.crypto import Vault
from server.core.tally import Counted

#: execution option of the engine: what rows are sealed with
VAULT = "hall_vault"
COLUMN = "row_seal"
_LENGTH = 32
#: the seal of a row that was found altered
_BROKEN = "altered"


class Guarded(Counted):
    """Base of a table whose rows are sealed."""

    #: columns that follow from the history of a matter, and are proved by it
    PROVED_OTHERWISE: ClassVar[frozenset[str]] = frozenset()

    row_seal: str = Field(default="", sa_type=String(_LENGTH), sa_column_kwargs={"server_default": ""})


def seal_of(vault: Vault, table: type[Guarded], row: Mapping[str, Any]) -> str:
    """Return the seal of a row. What equals its default does not count: a column added later changes no seal."""
    said = {name: _plain(row[name]) for name, default in _columns(table) if name in row and row[name] != default}
    return vault.link(f"row:{_table(table).name}", canonical(said))[:_LENGTH]


def sealed_row(vault: Vault | None, table: type[SQLModel], row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the row with its seal, for those who write rows without the ORM; raise ValueError when it has no number yet."""
    if vault is None or not issubclass(table, Guarded):
        return row
    if numbered(table) and "id" not in row:
        raise ValueError(f"a row of {_table(table).name} takes its number before it is sealed")
    return {**row, COLUMN: seal_of(vault, table, row)}


def sealed_change(
    vault: Vault | None, table: type[SQLModel], where: Mapping[str, Any], values: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Return the changed columns, with the seal when they are guarded; raise ValueError when the row is not known whole."""
    names = {name for name, _ in _columns(table)} if issubclass(table, Guarded) else frozenset()
    if vault is None or not issubclass(table, Guarded) or not names & values.keys():
        return values
    whole = {**where, **values}
    if missing := names - whole.keys():
        raise ValueError(
            f"a change of {_table(table).name} must name {', '.join(sorted(missing))}: its rows are sealed"
        )
    return {**values, COLUMN: seal_of(vault, table, whole)}


@lru_cache(maxsize=64)
def numbered(table: type[SQLModel]) -> bool:
    """Tell whether the database counts the rows of this sealed table."""
    if not issubclass(table, Guarded):
        return False
    return [isinstance(key.type, Integer) and key.name == "id" for key in _table(table).primary_key] == [True]


def intact(vault: Vault, row: Guarded) -> bool:
    """Tell whether this row is as the program wrote it."""
    return row.row_seal == seal_of(vault, type(row), _row(row))


def was_intact(row: Guarded, connection: Connection) -> bool:
    """Tell whether this row was as the program wrote it when it was read, whatever was changed in it since."""
    vault = connection.get_execution_options().get(VAULT)
    if vault is None:
        return True
    before = _before(row)
    return before is None or before[COLUMN] == seal_of(vault, type(row), before)


def every_table() -> list[type[Guarded]]:
    return sorted(Guarded.__subclasses__(), key=lambda table: _table(table).name)


def altered(session: Session, vault: Vault, table: type[Guarded]) -> Iterator[str]:
    """Yield the key of every row that is not as the program wrote it, or that cannot be read at all."""
    stored = _table(table)
    keys = stored.primary_key.columns

    def found(wanted: Select[Any]) -> list[str]:
        rows = session.execute(wanted).mappings().yield_per(1000)
        return [
            ",".join(str(row[key.name]) for key in keys)
            for row in rows
            if row[COLUMN] != seal_of(vault, table, dict(row))
        ]

    try:
        yield from found(select(stored))
        return
    except (ValueError, LookupError, TypeError):
        # a value that no program would write stands in the way of all others: they are read one by one
        every = session.execute(select(*keys)).all()
    for which in every:
        try:
            yield from found(select(stored).where(*(key == value for key, value in zip(keys, which, strict=True))))
        except (ValueError, LookupError, TypeError):
            yield ",".join(map(str, which))


def seal_again(session: Session, vault: Vault, table: type[Guarded]) -> int:
    """Seal every row as it stands, after an administrator has looked at it; return how many were not sealed so."""
    stored, count = _table(table), 0
    keys = stored.primary_key.columns
    for row in session.execute(select(stored)).mappings().all():
        seal = seal_of(vault, table, dict(row))
        if row[COLUMN] != seal:
            which = [column == row[column.name] for column in keys]
            session.execute(stored.update().where(*which).values({COLUMN: seal}))
            count += 1
    return count


@lru_cache(maxsize=64)
def _columns(table: type[Guarded]) -> tuple[tuple[str, object], ...]:
    """Return the guarded columns with their defaults."""
    left_out = {COLUMN} | table.PROVED_OTHERWISE
    return tuple(
        (name, table.model_fields[name].get_default()) for name in sorted(table.model_fields) if name not in left_out
    )


def _table(table: type[SQLModel]) -> Table:
    found = table.__table__  # type: ignore[attr-defined]
    assert isinstance(found, Table)
    return found


def _plain(value: object) -> object:
    match value:
        case bytes() | memoryview():
            return hashlib.sha256(value).hexdigest()
        case BaseModel():
            return value.model_dump_json()
        case Enum():
            return value.value
        case _:
            return value


def _before(target: Guarded) -> dict[str, Any] | None:
    """Return the row as it was read; None when a column was never read."""
    state, before = state_of(target), {}
    for name in (COLUMN, *(name for name, _ in _columns(type(target)))):
        history = state.attrs[name].history
        if history.added and not history.deleted:
            return None
        before[name] = history.deleted[0] if history.deleted else getattr(target, name)
    return before


@event.listens_for(Session, "before_flush")
def _number(session: Session, _context: object, _objects: object) -> None:
    new = defaultdict[type[SQLModel], list[Any]](list)
    for one in session.new:
        if isinstance(one, Guarded) and numbered(type(one)) and one.id is None:  # type: ignore[attr-defined]
            new[type(one)].append(one)
    if new:
        taken = numbering.take(session, {_table(table).name: len(rows) for table, rows in new.items()})
        for table, rows in new.items():
            for one, number in zip(rows, taken[_table(table).name], strict=True):
                one.id = number


@event.listens_for(Mapper, "before_insert")
def _inserted(_mapper: Mapper[Any], connection: Connection, target: object) -> None:
    vault = connection.get_execution_options().get(VAULT)
    if isinstance(target, Guarded) and vault is not None:
        target.row_seal = seal_of(vault, type(target), _row(target))


@event.listens_for(Mapper, "before_update")
def _updated(_mapper: Mapper[Any], connection: Connection, target: object) -> None:
    vault = connection.get_execution_options().get(VAULT)
    if not isinstance(target, Guarded) or vault is None:
        return
    sound = was_intact(target, connection)
    target.row_seal = seal_of(vault, type(target), _row(target)) if sound else _BROKEN


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> None:
    mapper = state.bind_mapper
    if not state.is_insert or mapper is None or not issubclass(mapper.class_, Guarded):
        return
    vault = state.session.connection().get_execution_options().get(VAULT)
    rows = state.parameters
    if vault is not None and isinstance(rows, list):
        if numbered(mapper.class_):
            name = _table(mapper.class_).name
            for row, number in zip(rows, numbering.take(state.session, {name: len(rows)})[name], strict=True):
                row["id"] = number
        for row in rows:
            row[COLUMN] = seal_of(vault, mapper.class_, row)


def _row(target: Guarded) -> dict[str, Any]:
    return {name: getattr(target, name) for name, _ in _columns(type(target))}
