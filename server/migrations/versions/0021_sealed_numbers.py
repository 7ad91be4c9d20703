"""The seal of a row holds the number the database counted for it; rows there are get the new seal when the old one holds.

Needs the keys: a schema that is moved without them leaves these seals to `hall admin rows seal`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from server.core import guarded

revision = "0021"
down_revision = "0025"
branch_labels = None
depends_on = None

TABLES = (
    *("display", "duty_entry", "installation", "notice", "notice_delivery", "planned_change", "queue_ticket", "revision"),
)
_AT_ONCE = 1000


def upgrade() -> None:
    _seal_again(numbered=True)


def downgrade() -> None:
    _seal_again(numbered=False)


def _seal_again(*, numbered: bool) -> None:
    connection = op.get_bind()
    vault = connection.get_execution_options().get(guarded.VAULT)
    if vault is None:
        return
    for table in guarded.every_table():
        stored = sa.inspect(table).local_table
        if stored.name not in TABLES:
            continue
        # of a schema in between: what later steps add is not there, and equals its default
        there = {column["name"] for column in sa.inspect(connection).get_columns(stored.name)}
        columns = [column for column in stored.columns if column.name in there]
        change = stored.update().where(stored.c.id == sa.bindparam("which")).values({guarded.COLUMN: sa.bindparam("seal")})
        last = None
        while True:
            wanted = sa.select(*columns).order_by(stored.c.id).limit(_AT_ONCE)
            rows = connection.execute(wanted if last is None else wanted.where(stored.c.id > last)).mappings().all()
            if not rows:
                break
            changes = []
            for row in rows:
                with_it = guarded.seal_of(vault, table, dict(row))
                without = guarded.seal_of(vault, table, {name: row[name] for name in row if name != "id"})
                old, new = (without, with_it) if numbered else (with_it, without)
                if row[guarded.COLUMN] == old:
                    changes.append({"which": row["id"], "seal": new})
            if changes:
                connection.execute(change, changes)
            last = rows[-1]["id"]
