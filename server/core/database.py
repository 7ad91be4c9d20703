"""The database: SQLite embedded or PostgreSQL, one code path; one transaction a request."""

from __future__ import annotations

import select
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

#: how long a writer waits for another one on SQLite, milliseconds
SQLITE_BUSY_MS = 10_000
#: execution option of connections that only read: on SQLite they do not take the write lock
READ_ONLY = "hall_read_only"
#: many short questions: compiling one, or starting other processes for it, costs more than it saves
_SHORT = "-c jit=off -c max_parallel_workers_per_gather=0"
_FINISHED = "hall_finished"
_PLANNED = "hall_planned"
_AFTER_COMMIT = "hall_after_commit"
_BEFORE_COMMIT = "hall_before_commit"
_LAST = "hall_last_before_commit"


def make_engine(url: str) -> Engine:
    """Return an engine for `sqlite:///path` or `postgresql://…` (psycopg 3). What is asked with stands in no error message."""
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith("sqlite"):
        said = make_url(url).query.get("options", "")
        options = f"{_SHORT} {said if isinstance(said, str) else ' '.join(said)}".strip()
        engine = create_engine(
            url, pool_size=20, max_overflow=20, connect_args={"options": options}, hide_parameters=True
        )
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "checkout", still_there)
        return engine
    waits = {"check_same_thread": False, "timeout": SQLITE_BUSY_MS / 1000}
    engine = create_engine(url, connect_args=waits, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def still_there(connection: Any, _record: object, _proxy: object) -> None:
    """Refuse a pooled connection whose server has gone: asking the socket costs nothing, asking the server a round trip.

    A server that ends a connection says so, so that there is something to read where nothing was asked.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise DisconnectionError("the server has closed this connection")


def _prepare_postgresql(connection: Any, _record: object) -> None:
    # moments come in the zone they are kept in, whatever the server's own is
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own implicit BEGIN is deferred, and upgrading a read to a write cannot wait; we begin ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={SQLITE_BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get(READ_ONLY))
    connection.exec_driver_sql("BEGIN DEFERRED" if reading else "BEGIN IMMEDIATE")


def after_commit(session: Session, call: Callable[[], None]) -> None:
    """Run `call` once this session's transaction is committed, and not at all when it is rolled back."""
    session.info.setdefault(_AFTER_COMMIT, []).append(call)


def before_commit(session: Session, name: str, call: Callable[[Session], None], *, last: bool = False) -> None:
    """Run `call` as the end of this transaction; once, however often it was asked for under this name. `last`: after
    those that are not."""
    session.info.setdefault(_LAST if last else _BEFORE_COMMIT, {})[name] = call


@event.listens_for(Session, "before_commit")
def _committing(session: Session) -> None:
    if session.in_nested_transaction():
        return
    for calls in (_BEFORE_COMMIT, _LAST):
        for call in session.info.pop(calls, {}).values():
            call(session)


@event.listens_for(Session, "after_soft_rollback")
def _rolled_back(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_BEFORE_COMMIT, None)
        session.info.pop(_LAST, None)


def plan_for_values(session: Session) -> None:
    """Let PostgreSQL plan every question of this transaction for the values it is asked with.

    Otherwise it keeps one plan for all after some askings, and what fits the busiest desk is wrong for the quietest, as what
    fits a common word is for a rare one.
    """
    if _PLANNED not in session.info and session.get_bind().dialect.name == "postgresql":
        session.info[_PLANNED] = True
        session.connection().exec_driver_sql("SET LOCAL plan_cache_mode = force_custom_plan")


@contextmanager
def transaction(engine: Engine, domain: Mapping[str, object] | None = None) -> Iterator[Session]:
    """One unit of work: committed when the block ends, rolled back when it raises.

    `domain` is put into `session.info`: settings that routing and clocks look up there.
    """
    session = begin(engine, domain)
    try:
        yield session
    except BaseException:
        session.close()
        raise
    finish(session)


def begin(engine: Engine, domain: Mapping[str, object] | None = None) -> Session:
    """As `transaction`, for who cannot use a block: `finish` commits, `session.close` gives up."""
    return Session(engine, expire_on_commit=False, info=dict(domain or {}))


def finish(session: Session) -> None:
    """Commit, and run what waits for the commit."""
    try:
        session.commit()
    finally:
        session.close()
    session.info[_FINISHED] = True
    for call in session.info.pop(_AFTER_COMMIT, []):
        call()


def is_finished(session: Session) -> bool:
    """Tell whether `finish` has committed this session."""
    return _FINISHED in session.info


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that changes nothing and, on SQLite, never waits for writers."""
    with Session(engine.execution_options(**{READ_ONLY: True}), expire_on_commit=False) as session:
        yield session


def is_snapshot(session: Session) -> bool:
    """Tell whether this session only reads, and may not see what others have written meanwhile."""
    return bool(session.connection().get_execution_options().get(READ_ONLY))


@contextmanager
def snapshot(engine: Engine) -> Iterator[Session]:
    """As `reading`, and everything that is asked is of one moment, whatever others write meanwhile."""
    options: dict[str, Any] = {READ_ONLY: True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    with Session(engine.execution_options(**options), expire_on_commit=False) as session:
        yield session
