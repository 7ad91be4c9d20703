"""What is open is found without looking at what was closed long ago: indexes over the rows that still wait for something.

Where a whole index served the same question, the part takes its place, so that a registration writes no more than before.
The trail is read newest first, by whoever acted and by what was done.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0021"
branch_labels = None
depends_on = None

#: name, table, columns, condition
PARTS = (
    ("ix_clock_owed", "clock", ["case_id", "due_at", "kind", "started_at"], "met_at IS NULL"),
    ("ix_clock_course", "clock", ["case_id"], "met_at IS NULL AND course <> ''"),
    (
        "ix_petition_case_open",
        "petition_case",
        ["holder", "id", "state", "handler", "restricted", "registered_at"],
        "state NOT IN ('archived', 'final', 'merged', 'not_accepted')",
    ),
    ("ix_petition_case_handler", "petition_case", ["handler", "registered_at"], "handler <> ''"),
    ("ix_notice_undelivered", "notice", ["account", "id"], "delivered_at IS NULL"),
    ("ix_notice_to_read", "notice", ["account"], "read_at IS NULL"),
    ("ix_notice_page", "notice", ["page"], "page <> ''"),
    ("ix_notice_bulletin", "notice", ["account", "id"], "kind = 'bulletin'"),
    ("ix_case_document_to_print", "case_document", ["holder", "queued_at"], "printed_at IS NULL"),
)
#: whole indexes that go: name, table, columns
WHOLE = (
    ("ix_petition_case_handler", "petition_case", ["handler"]),
    ("ix_notice_page", "notice", ["page"]),
    ("ix_notice_account_delivered_at", "notice", ["account", "delivered_at"]),
    ("ix_case_document_holder", "case_document", ["holder"]),
    ("ix_petition_case_holder", "petition_case", ["holder"]),
    ("ix_audit_record_actor", "audit_record", ["actor"]),
    ("ix_case_party_account", "case_party", ["account"]),
)
#: whole indexes that come
ORDERED = (
    ("ix_petition_case_holder_registered_at", "petition_case", ["holder", "registered_at"]),
    ("ix_case_party_account_case_id", "case_party", ["account", "case_id"]),
    ("ix_audit_record_at", "audit_record", ["at", "id"]),
    ("ix_audit_record_actor_at", "audit_record", ["actor", "at", "id"]),
    ("ix_audit_record_action_at", "audit_record", ["action", "at", "id"]),
)


def upgrade() -> None:
    for name, table, _ in WHOLE:
        op.drop_index(name, table_name=table)
    for name, table, columns in ORDERED:
        op.create_index(name, table, columns)
    for name, table, columns, condition in PARTS:
        op.create_index(name, table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))


def downgrade() -> None:
    for name, table, *_ in (*PARTS, *ORDERED):
        op.drop_index(name, table_name=table)
    for name, table, columns in WHOLE:
        op.create_index(name, table, columns)
