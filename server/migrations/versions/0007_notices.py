"""Notices go beyond the page: channels, read receipts, deputies, bulletins; processes leave signs of life."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _partial(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        notice.add_column(sa.Column("urgency", sa.String(length=10), server_default="ordinary", nullable=False))
        notice.add_column(sa.Column("number", sa.String(length=38), server_default="", nullable=False))
        notice.add_column(_moment("seen_at"))
        notice.add_column(_moment("planned_at"))
        notice.add_column(_moment("unread_due_at"))
        notice.add_column(sa.Column("stands_for", sa.Integer(), nullable=True))
        notice.create_index("ix_notice_account_id", ["account", "id"], unique=False)
        notice.create_index("ix_notice_stands_for", ["stands_for"], unique=False)
    # what was told before there were channels is not told again through them
    op.execute("UPDATE notice SET planned_at = created_at, seen_at = read_at")
    _partial("ix_notice_unplanned", "notice", ["id"], "planned_at IS NULL")
    _partial("ix_notice_unread", "notice", ["unread_due_at", "id"], "unread_due_at IS NOT NULL")
    op.create_table(
        "notice_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("target", sa.String(length=100), nullable=False),
        sa.Column("shared", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _moment("first_at", nullable=False),
        _moment("due_at", nullable=False),
        _moment("ended_at"),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("notice_id", "channel", "target", name="uq_notice_delivery_way"),
        sa.UniqueConstraint("shared"),
    )
    _partial("ix_notice_delivery_due", "notice_delivery", ["due_at", "id"], "state = 'waiting'")
    op.create_index("ix_notice_delivery_state", "notice_delivery", ["state", "id"], unique=False)
    op.create_table(
        "push_subscription",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("endpoint_index", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _moment("created_at", nullable=False),
        _moment("sent_at"),
        sa.ForeignKeyConstraint(["account"], ["account.username"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("endpoint_index"),
    )
    op.create_index("ix_push_subscription_account", "push_subscription", ["account"], unique=False)
    op.create_table(
        "bulletin_sent",
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("account", "day"),
    )
    op.create_table(
        "deputy",
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("deputy", sa.String(length=60), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("account", "deputy"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("job", sa.String(length=20), nullable=False),
        _moment("at", nullable=False),
        sa.Column("late_seconds", sa.Float(), nullable=False),
        sa.Column("handled", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("job"),
    )


def downgrade() -> None:
    for table in ("heartbeat", "deputy", "bulletin_sent"):
        op.drop_table(table)
    op.drop_index("ix_push_subscription_account", table_name="push_subscription")
    op.drop_table("push_subscription")
    op.drop_index("ix_notice_delivery_state", table_name="notice_delivery")
    op.drop_index("ix_notice_delivery_due", table_name="notice_delivery")
    op.drop_table("notice_delivery")
    op.drop_index("ix_notice_unread", table_name="notice")
    op.drop_index("ix_notice_unplanned", table_name="notice")
    with op.batch_alter_table("notice") as notice:
        notice.drop_index("ix_notice_stands_for")
        notice.drop_index("ix_notice_account_id")
        for column in ("stands_for", "unread_due_at", "planned_at", "seen_at", "number", "urgency"):
            notice.drop_column(column)
