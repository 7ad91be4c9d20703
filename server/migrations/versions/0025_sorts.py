"""What sort a matter is of, as far as limits depend on its content: danger, utilities, heating in its season."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("petition_case", sa.Column("sorts", sa.String(length=60), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("petition_case", "sorts")
