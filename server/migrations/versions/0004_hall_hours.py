"""A clock keeps the hall hours it is counted with; NULL for those that ask none, and for older ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("clock") as clock:
        clock.add_column(sa.Column("hours", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("clock") as clock:
        clock.drop_column("hours")
