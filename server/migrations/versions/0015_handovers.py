"""Visits handed over to the window; where the lines of a page stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("row_seal", sa.String(length=32), server_default="", nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kiosk", sa.String(length=40), nullable=False),
        sa.Column("visit", sa.String(length=80), nullable=True),
        sa.Column("desk", sa.String(length=40), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("missing", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(length=60), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("window", sa.String(length=20), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("pages", sa.Text(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kiosk", "visit", name="uq_handover_kiosk_visit"),
    )
    op.create_index("ix_handover_desk_called_at", "handover", ["desk", "called_at", "id"])
    op.create_index("ix_handover_expires_at", "handover", ["expires_at"])
    op.add_column("case_page", sa.Column("lines_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("case_page", "lines_sealed")
    op.drop_index("ix_handover_expires_at", table_name="handover")
    op.drop_index("ix_handover_desk_called_at", table_name="handover")
    op.drop_table("handover")
