"""How many rows of each table the program made and removed, so that a row taken out by hand is missed at the next look.

Counted as they are written, per transaction; `server.audit` puts the sum into a record of that transaction, inside its hash
chain. No statement is added and nothing is locked that was not locked before. What a savepoint takes back is not counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, ClassVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, CursorResult, event
from sqlalchemy.orm import Mapper, ORMExecuteState, SessionTransaction, object_session
from sqlmodel import Session, SQLModel

#: execution option of the engine: what time it is, for who records rows that nobody else spoke of
CLOCK = "hall_clock"
_MADE = "hall_tally"
#: what was counted when a savepoint began
_before: WeakKeyDictionary[SessionTransaction, Counter[str]] = WeakKeyDictionary()


class Counted(SQLModel):
    """Base of a table whose rows are counted. A subclass of short-lived rows says False."""

    COUNTED: ClassVar[bool] = True


def counted(table: type[SQLModel]) -> bool:
    return issubclass(table, Counted) and table.COUNTED


def add(session: Session, table: type[SQLModel], rows: int) -> None:
    """Count rows that were written (or, negative, removed) in the transaction of this session."""
    if rows and counted(table):
        session.info.setdefault(_MADE, Counter())[str(table.__tablename__)] += rows


def pending(session: Session) -> bool:
    return any(session.info.get(_MADE, {}).values())


def take(session: Session) -> dict[str, int]:
    """Return what was counted and begin again."""
    found: Counter[str] = session.info.pop(_MADE, Counter())
    return {name: rows for name, rows in sorted(found.items()) if rows}


def text(made: Mapping[str, int]) -> str:
    """`case_page+2,clock-1`, "" for nothing."""
    return ",".join(f"{name}{rows:+d}" for name, rows in made.items())


def read(text: str) -> dict[str, int]:
    """Read what `text` wrote; raise ValueError for anything else."""
    found = {}
    for part in filter(None, text.split(",")):
        name = part.rstrip("0123456789")
        found[name[:-1]] = int(part[len(name) - 1 :])
    return found


@event.listens_for(Mapper, "after_insert")
def _inserted(_mapper: Mapper[Any], _connection: Connection, target: object) -> None:
    _count(target, 1)


@event.listens_for(Mapper, "after_delete")
def _deleted(_mapper: Mapper[Any], _connection: Connection, target: object) -> None:
    _count(target, -1)


def _count(target: object, rows: int) -> None:
    session = object_session(target)
    if isinstance(target, Counted) and isinstance(session, Session):
        add(session, type(target), rows)


@event.listens_for(Session, "do_orm_execute")
def _executed(state: ORMExecuteState) -> Any:
    session, mapper = state.session, state.bind_mapper
    if mapper is None or not isinstance(session, Session) or not counted(mapper.class_):
        return None
    if state.is_insert:
        add(session, mapper.class_, len(state.parameters) if isinstance(state.parameters, list) else 1)
    elif state.is_delete:
        # only the database knows how many
        done = state.invoke_statement()
        add(session, mapper.class_, -cast(CursorResult[Any], done).rowcount)
        return done
    return None


@event.listens_for(Session, "after_transaction_create")
def _begun(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        _before[transaction] = Counter(session.info.get(_MADE, {}))


@event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_MADE, None)
    elif ended in _before:
        session.info[_MADE] = _before.pop(ended)
