"""PostgreSQL learns how rare the rarest words are: a name or a number is then looked up, and not walked to."""

from __future__ import annotations

from alembic import op

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None

_COLUMN = "ALTER TABLE case_search ALTER COLUMN tokens SET STATISTICS"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"{_COLUMN} 1000")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"{_COLUMN} -1")
