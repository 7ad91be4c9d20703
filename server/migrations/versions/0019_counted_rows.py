"""Rows are counted by the audit trail; notices, deputies and what guards a sign-in carry a seal too.

Rows that were there before are sealed and counted by `hall admin rows seal`.

Going down leaves `audit_record.made` where it is: the hash of a record speaks for it, and the chain could never be proved
again. An older program does not know the column and writes its default.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SEALED = (
    *("notice", "notice_delivery", "push_subscription", "bulletin_sent", "deputy"),
    *("recovery_code", "device", "code_attempt", "idempotency", "installation"),
)


def upgrade() -> None:
    if "made" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("audit_record")}:
        op.add_column("audit_record", sa.Column("made", sa.String(), server_default="", nullable=False))
    for table in SEALED:
        op.add_column(table, sa.Column("row_seal", sa.String(length=32), server_default="", nullable=False))


def downgrade() -> None:
    for table in SEALED:
        op.drop_column(table, "row_seal")
