"""Who of the unit has a matter in hand, photos of progress, the duty roster of units."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("petition_case", sa.Column("handler", sa.String(length=60), server_default="", nullable=False))
    op.create_index("ix_petition_case_handler", "petition_case", ["handler"])
    op.create_table(
        "case_photo",
        sa.Column("row_seal", sa.String(length=32), server_default="", nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["petition_case.id"]),
        sa.PrimaryKeyConstraint("case_id", "sha256"),
    )
    op.create_table(
        "duty_turn",
        sa.Column("row_seal", sa.String(length=32), server_default="", nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.String(length=60), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_duty_turn_unit", "duty_turn", ["unit"])


def downgrade() -> None:
    op.drop_index("ix_duty_turn_unit", "duty_turn")
    op.drop_table("duty_turn")
    op.drop_table("case_photo")
    op.drop_index("ix_petition_case_handler", "petition_case")
    op.drop_column("petition_case", "handler")
