"""Queue numbers of the hall and the screens that show them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "queue_counter",
        sa.Column("hall", sa.String(length=6), nullable=False),
        sa.Column("day", sa.String(length=6), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hall", "day"),
    )
    op.create_table(
        "queue_ticket",
        sa.Column("row_seal", sa.String(length=32), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hall", sa.String(length=6), nullable=False),
        sa.Column("day", sa.String(length=6), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hall", "day", "serial", name="uq_queue_ticket_hall_day_serial"),
    )
    op.create_table(
        "display",
        sa.Column("row_seal", sa.String(length=32), server_default="", nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("hall", sa.String(length=6), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )


def downgrade() -> None:
    op.drop_table("display")
    op.drop_table("queue_ticket")
    op.drop_table("queue_counter")
