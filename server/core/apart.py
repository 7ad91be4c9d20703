"""Work that is committed at once, whatever becomes of the transaction it serves: counting up.

A counter is one row. Who counted within a registration would keep everybody else waiting until that is written to disk.
What was counted for a transaction that fails is never given out.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Pool, create_engine, event
from sqlmodel import Session

from server.core.database import still_there

#: a counter lost in a crash was counted for nobody: whatever used it is written after it, and was lost as well
_NO_WAIT = {"options": "-c synchronous_commit=off"}
#: a process counts by few at a time; a connection beyond those kept would be made anew for each count
_CONNECTIONS = 4
_engines: WeakKeyDictionary[Pool, Engine] = WeakKeyDictionary()
_making = threading.Lock()


@contextmanager
def apart(session: Session) -> Iterator[Connection]:
    """Yield a connection of its own: who counts holds one already, and would wait for the pool that everybody like it
    has emptied. On SQLite it is the session's: one writes at a time there, and it is this one.
    """
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        yield connection
        return
    with _engine_of(connection.engine).connect() as own:
        yield own


def _engine_of(engine: Engine) -> Engine:
    with _making:
        if engine.pool not in _engines:
            # one statement, one way to the database and back: the row is held for no longer
            own = create_engine(
                engine.url,
                pool_size=_CONNECTIONS,
                max_overflow=0,
                connect_args=_NO_WAIT,
                isolation_level="AUTOCOMMIT",
                hide_parameters=True,
            )
            event.listen(own, "checkout", still_there)
            event.listen(engine, "engine_disposed", lambda _: own.dispose())
            _engines[engine.pool] = own
        return _engines[engine.pool]
