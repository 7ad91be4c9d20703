"""Alembic's entry: migrates the connection it is handed, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import server.accounts.tables
import server.audit.tables
import server.calling.tables
import server.cases.tables
import server.clocks.tables
import server.core.tables
import server.monitoring.tables
import server.notify.tables
import server.routing.tables
import server.units.tables  # noqa: F401  (importing a table makes it known)
from server.core.columns import UtcDateTime


def plain(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write column types of ours as the plain ones beneath them: a migration must not change with the program."""
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    # SQLite changes a table by copying it
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=plain,
)
with context.begin_transaction():
    context.run_migrations()
