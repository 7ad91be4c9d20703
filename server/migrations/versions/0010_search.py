"""What matters are found by although their content is sealed. Matters registered before are taken in by
`hall admin search rebuild`."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    tokens: postgresql.ARRAY[int] | sa.Text = postgresql.ARRAY(sa.Integer()) if on_postgresql else sa.Text()
    op.create_table(
        "case_search",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("tokens", tokens, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["petition_case.id"]),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("case_id"),
    )
    if on_postgresql:
        op.create_index("ix_case_search_tokens", "case_search", ["tokens"], postgresql_using="gin")
        return
    op.execute(
        "CREATE VIRTUAL TABLE case_words USING fts5(tokens, content='case_search', content_rowid='seq', "
        "detail=none, columnsize=0, tokenize='ascii')"
    )
    op.execute(
        "CREATE TRIGGER case_search_added AFTER INSERT ON case_search BEGIN "
        "INSERT INTO case_words (rowid, tokens) VALUES (new.seq, new.tokens); END"
    )
    op.execute(
        "CREATE TRIGGER case_search_removed AFTER DELETE ON case_search BEGIN "
        "INSERT INTO case_words (case_words, rowid, tokens) VALUES ('delete', old.seq, old.tokens); END"
    )
    # a step back and forth before this one copies tables, and a copy has lost its triggers
    for name in ("region", "unit", "post", "duty_entry"):
        for act in ("insert", "update", "delete"):
            op.execute(
                f"CREATE TRIGGER IF NOT EXISTS {name}_{act}_changed AFTER {act.upper()} ON {name} "
                "BEGIN UPDATE reference_stamp SET stamp = lower(hex(randomblob(16))); END"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        op.execute("DROP TABLE case_words")
    op.drop_table("case_search")
