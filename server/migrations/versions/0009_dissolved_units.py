"""A unit may be dissolved, and another one goes on with its duties."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("unit") as unit:
        unit.add_column(sa.Column("dissolved_on", sa.String(length=10), server_default="", nullable=False))
        unit.add_column(sa.Column("successor", sa.String(length=40), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("unit") as unit:
        unit.drop_column("successor")
        unit.drop_column("dissolved_on")
