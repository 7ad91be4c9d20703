"""Rows carry a seal, so that an edit by hand is found. Rows that were there before get theirs by `hall admin rows seal`.

Going down leaves the seals of `audit_head` where they are, so that the trail still proves itself after coming up again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = (
    *("account", "kiosk", "region", "unit", "post", "audit_head", "duty_entry"),
    *("person", "petition_case", "case_person", "case_party", "case_exclusion", "case_page", "page_upload"),
    "number_lease",
)
TRAIL = "audit_head"


def upgrade() -> None:
    # no copying of tables: triggers hang on some of them
    kept = {column["name"] for column in sa.inspect(op.get_bind()).get_columns(TRAIL)}
    for table in TABLES:
        if table == TRAIL and "row_seal" in kept:
            continue
        op.add_column(table, sa.Column("row_seal", sa.String(length=32), server_default="", nullable=False))


def downgrade() -> None:
    for table in TABLES:
        if table == TRAIL:
            continue
        op.drop_column(table, "row_seal")
