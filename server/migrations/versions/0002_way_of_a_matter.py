"""The whole way of a matter: papers, ratings, objections that were right, groups, merging."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: flags of a matter, with what holds for those registered before
_FLAGS = (("first_here", True), ("repeat", False), ("confidential", False), ("anonymous", False), ("collective", False))


def upgrade() -> None:
    op.create_table(
        "case_document",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=40), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("manner", sa.String(length=20), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["petition_case.id"]),
        sa.PrimaryKeyConstraint("case_id", "seq"),
    )
    op.create_index("ix_case_document_holder", "case_document", ["holder"], unique=False)
    op.create_table(
        "case_rating",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["petition_case.id"]),
        sa.PrimaryKeyConstraint("case_id", "subject"),
    )
    op.create_index("ix_case_rating_unit", "case_rating", ["unit"], unique=False)
    op.create_table(
        "objection_won",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(length=6), nullable=False),
        sa.Column("sent_to", sa.String(length=40), nullable=False),
        sa.Column("belongs_to", sa.String(length=40), nullable=False),
        sa.Column("won_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["petition_case.id"]),
        sa.PrimaryKeyConstraint("case_id", "seq"),
    )
    op.create_index("ix_objection_won_category_code", "objection_won", ["category_code"], unique=False)
    for name, before in _FLAGS:
        default = sa.true() if before else sa.false()
        op.add_column("petition_case", sa.Column(name, sa.Boolean(), nullable=False, server_default=default))
    op.add_column(
        "petition_case", sa.Column("merged_into", sa.String(length=32), nullable=False, server_default=sa.text("''"))
    )
    op.add_column(
        "case_person", sa.Column("role", sa.String(length=20), nullable=False, server_default=sa.text("'petitioner'"))
    )


def downgrade() -> None:
    # column by column: copying the table, as a batch does on SQLite, would trip over the rows that refer to it
    op.drop_column("case_person", "role")
    op.drop_column("petition_case", "merged_into")
    for name, _ in reversed(_FLAGS):
        op.drop_column("petition_case", name)
    op.drop_table("objection_won")
    op.drop_table("case_rating")
    op.drop_table("case_document")
