"""Brings the database to the schema of this program, or back."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text

from server.core.database import READ_ONLY

#: any number, the same in every process: who holds it migrates, the others wait
_PG_LOCK = 130406
_SCRIPTS = str(Path(__file__).parent.parent / "migrations")


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate up to `revision`. Several processes may start at once: one migrates, the others find it done."""
    with engine.begin() as connection:
        _alone(connection)
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate down to `revision` ("base" removes everything)."""
    with engine.begin() as connection:
        _alone(connection)
        command.downgrade(_config(connection), revision)


def is_current(engine: Engine) -> bool:
    """Tell whether the database has the schema of this program. Cheap: monitoring asks often."""
    with engine.execution_options(**{READ_ONLY: True}).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        have = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
        return list(have) == [_head()]


@cache
def _head() -> str | None:
    return ScriptDirectory(_SCRIPTS).get_current_head()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", _SCRIPTS.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _alone(connection: Connection) -> None:
    # on SQLite the transaction itself is the lock: it begins IMMEDIATE
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PG_LOCK})
