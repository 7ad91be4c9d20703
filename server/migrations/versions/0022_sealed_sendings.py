"""The seal of a sending holds how far it is too: whoever notes it as sent by hand is found.

Needs the keys, as the step before; rows whose seal does not hold stay as they are.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core import guarded
from server.notify.tables import Delivery

revision = "0022"
down_revision = "0023"
branch_labels = None
depends_on = None

ADDED = frozenset({"state", "attempts", "first_at", "due_at", "ended_at", "reason"})
_AT_ONCE = 1000


def upgrade() -> None:
    _seal_again(whole=True)


def downgrade() -> None:
    _seal_again(whole=False)


def _seal_again(*, whole: bool) -> None:
    connection = op.get_bind()
    vault = connection.get_execution_options().get(guarded.VAULT)
    if vault is None:
        return
    stored = sa.inspect(Delivery).local_table
    assert isinstance(stored, sa.Table)
    # of a schema in between: what later steps add is not there, and equals its default
    there = {column["name"] for column in sa.inspect(connection).get_columns(stored.name)}
    columns = [column for column in stored.columns if column.name in there]
    change = stored.update().where(stored.c.id == sa.bindparam("which")).values({guarded.COLUMN: sa.bindparam("seal")})
    last = 0
    while rows := connection.execute(
        sa.select(*columns).where(stored.c.id > last).order_by(stored.c.id).limit(_AT_ONCE)
    ).mappings().all():
        changes = []
        for row in rows:
            with_it = guarded.seal_of(vault, Delivery, dict(row))
            without = guarded.seal_of(vault, Delivery, {name: row[name] for name in row if name not in ADDED})
            old, new = (without, with_it) if whole else (with_it, without)
            if row[guarded.COLUMN] == old:
                changes.append({"which": row["id"], "seal": new})
        if changes:
            connection.execute(change, changes)
        last = rows[-1]["id"]
