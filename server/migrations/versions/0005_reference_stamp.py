"""A stamp that every change of the organisation or the duty catalogue renews, so that processes may remember them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLES = ("region", "unit", "post", "duty_entry")
_ACTS = ("insert", "update", "delete")


def upgrade() -> None:
    op.create_table(
        "reference_stamp",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("INSERT INTO reference_stamp (id, stamp) VALUES (1, 'first')")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION reference_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "UPDATE reference_stamp SET stamp = gen_random_uuid()::text; RETURN NULL; END $$"
        )
        for table in _TABLES:
            op.execute(
                f"CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION reference_changed()"
            )
        return
    for table in _TABLES:
        for act in _ACTS:
            op.execute(
                f"CREATE TRIGGER {table}_{act}_changed AFTER {act.upper()} ON {table} "
                "BEGIN UPDATE reference_stamp SET stamp = lower(hex(randomblob(16))); END"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in _TABLES:
            op.execute(f"DROP TRIGGER {table}_changed ON {table}")
        op.execute("DROP FUNCTION reference_changed()")
    else:
        for table in _TABLES:
            for act in _ACTS:
                op.execute(f"DROP TRIGGER IF EXISTS {table}_{act}_changed")
    op.drop_table("reference_stamp")
