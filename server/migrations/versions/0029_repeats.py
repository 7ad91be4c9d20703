"""An index over the few matters that repeat an earlier one, for reports that hide what their reader is kept from."""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    only = text("repeat")
    op.create_index(
        "ix_petition_case_repeat",
        "petition_case",
        ["id", "registered_at"],
        sqlite_where=only,
        postgresql_where=only,
    )


def downgrade() -> None:
    op.drop_index("ix_petition_case_repeat", "petition_case")
