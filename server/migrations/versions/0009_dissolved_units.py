"""A unit may be dissolved, and another one goes on with its duties."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("unit", sa.Column("dissolved_on", sa.String(length=10), server_default="", nullable=False))
    op.add_column("unit", sa.Column("successor", sa.String(length=40), server_default="", nullable=False))


def downgrade() -> None:
    # column by column: a table that others refer to cannot be copied and dropped
    op.drop_column("unit", "successor")
    op.drop_column("unit", "dissolved_on")
