"""Matters in a state are found with the oldest first, without looking at those that were closed long ago."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_petition_case_state", table_name="petition_case")
    op.create_index("ix_petition_case_state_registered_at", "petition_case", ["state", "registered_at"])


def downgrade() -> None:
    op.drop_index("ix_petition_case_state_registered_at", table_name="petition_case")
    op.create_index("ix_petition_case_state", "petition_case", ["state"])
