"""Clocks alarm before, at and after their end, and may stand still or be extended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("clock") as clock:
        clock.add_column(sa.Column("course", sa.Text(), server_default="", nullable=False))
        clock.add_column(sa.Column("alarm_at", sa.DateTime(timezone=True), nullable=True))
        clock.add_column(sa.Column("mark", sa.Integer(), server_default="0", nullable=False))
        clock.drop_index("ix_clock_running_due")
    # the first sweep finds each one's true next alarm: only the program knows the ladders
    op.execute("UPDATE clock SET alarm_at = started_at WHERE state = 'running'")
    op.execute("UPDATE clock SET mark = 100 WHERE state = 'expired'")
    op.create_index(
        "ix_clock_alarm",
        "clock",
        ["alarm_at", "id"],
        unique=False,
        sqlite_where=sa.text("alarm_at IS NOT NULL"),
        postgresql_where=sa.text("alarm_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_clock_alarm", table_name="clock")
    with op.batch_alter_table("clock") as clock:
        clock.drop_column("mark")
        clock.drop_column("alarm_at")
        clock.drop_column("course")
        clock.create_index(
            "ix_clock_running_due",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )
