"""Server processes tell each other over PostgreSQL that notices were committed (LISTEN/NOTIFY).

The word is only "look": what there is to see is read from the table by id, so a lost or doubled word costs nothing. It is
sent after the commit, not inside: a NOTIFY within a transaction makes all committing writers of the database queue up.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger("hall.server.notify")

CHANNEL = "hall_notice"
#: pauses before connecting again, seconds: the first, and the longest
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
#: a line that is dead without saying so is noticed by the kernel
_LINE = {
    "application_name": "hall-notices",
    "connect_timeout": "5",
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "3",
}


def announce(engine: Engine, sender: str = "") -> None:
    """Say to every listening process that notices were committed. Nothing to do on SQLite: there they look themselves.

    A failure is not one of whoever committed: the listeners look from time to time anyway.
    """
    if engine.dialect.name != "postgresql":
        return
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SELECT pg_notify(:channel, :sender)"), {"channel": CHANNEL, "sender": sender})
    except SQLAlchemyError as error:
        log.warning("other processes could not be told of notices: %s", type(error).__name__)


class Listener:
    """Calls `wake` when another process says that there is something, and after every time it was not connected."""

    def __init__(self, engine: Engine, wake: Callable[[], None]) -> None:
        url = engine.url.set(drivername="postgresql")
        self._line = make_conninfo(url.render_as_string(hide_password=False), **_LINE)
        self._wake = wake
        #: what this process signs its own words with, which it need not hear
        self.sender = secrets.token_hex(8)
        self.connected = False

    async def run(self) -> None:
        """Listen until cancelled; connect again with a growing pause."""
        pause = FIRST_PAUSE
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._line, autocommit=True) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    self.connected, pause = True, FIRST_PAUSE
                    # whatever came while nobody listened
                    self._wake()
                    async for word in connection.notifies():
                        if word.payload != self.sender:
                            self._wake()
            except psycopg.Error as error:
                log.warning("the notice line to the database is down, trying again: %s", type(error).__name__)
            finally:
                self.connected = False
            self._wake()
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
