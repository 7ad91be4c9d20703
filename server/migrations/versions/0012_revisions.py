"""Changes of the centre's own data, what is set on terminals from afar, and what they say of their health."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _seal() -> sa.Column[str]:
    return sa.Column("row_seal", sa.String(length=32), server_default="", nullable=False)


def upgrade() -> None:
    op.create_table(
        "revision",
        _seal(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("undoes", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_revision_batch", "revision", ["batch"])
    op.create_index("ix_revision_actor", "revision", ["actor"])
    op.create_index("ix_revision_object", "revision", ["kind", "key", "number"])
    op.create_table(
        "kiosk_settings",
        _seal(),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.id"]),
        sa.PrimaryKeyConstraint("kiosk"),
    )
    op.create_table(
        "kiosk_report",
        _seal(),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("paper", sa.String(length=10), nullable=False),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("settings_version", sa.Integer(), nullable=False),
        sa.Column("devices", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["kiosk"], ["kiosk.id"]),
        sa.PrimaryKeyConstraint("kiosk"),
    )


def downgrade() -> None:
    op.drop_table("kiosk_report")
    op.drop_table("kiosk_settings")
    op.drop_table("revision")
