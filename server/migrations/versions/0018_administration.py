"""Regimes, calendar years and wording of the hall's own, planned changes, answers to proposals, the last look."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

#: a change of these renews the stamp under which processes remember them
_TABLES = ("regime_version", "calendar_year", "wording")
_ACTS = ("insert", "update", "delete")


def _seal() -> sa.Column[str]:
    return sa.Column("row_seal", sa.String(length=32), server_default="", nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "regime_version",
        _seal(),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("id", "version"),
    )
    op.create_table(
        "calendar_year",
        _seal(),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("year"),
    )
    op.create_table(
        "wording",
        _seal(),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "planned_change",
        _seal(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        _moment("at"),
        _moment("ended_at", nullable=True),
        sa.Column("trouble", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_planned_change_day", "planned_change", ["day"])
    op.create_table(
        "proposal_answer",
        _seal(),
        sa.Column("category_code", sa.String(length=6), nullable=False),
        sa.Column("sent_to", sa.String(length=40), nullable=False),
        sa.Column("belongs_to", sa.String(length=40), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        _moment("at"),
        sa.PrimaryKeyConstraint("category_code", "sent_to", "belongs_to"),
    )
    op.create_table(
        "last_look",
        sa.Column("id", sa.Integer(), nullable=False),
        _moment("at"),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("names", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for table in _TABLES:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION reference_changed()"
            )
            continue
        for act in _ACTS:
            op.execute(
                f"CREATE TRIGGER {table}_{act}_changed AFTER {act.upper()} ON {table} "
                "BEGIN UPDATE reference_stamp SET stamp = lower(hex(randomblob(16))); END"
            )


def downgrade() -> None:
    # their triggers go with them
    for table in ("last_look", "proposal_answer", "planned_change", "wording", "calendar_year", "regime_version"):
        op.drop_table(table)
