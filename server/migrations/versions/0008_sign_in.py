"""Sign-in in stages: first password, second factor, browsers known from before; sessions that end unused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_WHEN = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("account", sa.Column("must_change", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("account", sa.Column("totp_sealed", sa.LargeBinary(), nullable=True))
    op.add_column("account", sa.Column("totp_confirmed", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("account", sa.Column("totp_step", sa.Integer(), server_default="0", nullable=False))
    op.add_column("account", sa.Column("locks", sa.Integer(), server_default="0", nullable=False))
    op.add_column("web_session", sa.Column("row_seal", sa.String(length=32), server_default="", nullable=False))
    op.add_column("web_session", sa.Column("stage", sa.String(length=10), server_default="full", nullable=False))
    op.add_column("web_session", sa.Column("seen_at", _WHEN, nullable=True))
    op.add_column("web_session", sa.Column("proved_at", _WHEN, nullable=True))
    op.add_column("web_session", sa.Column("agent", sa.String(length=120), server_default="", nullable=False))
    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("used_at", _WHEN, nullable=True),
        sa.ForeignKeyConstraint(["account"], ["account.username"]),
        sa.PrimaryKeyConstraint("code_hash"),
    )
    op.create_index("ix_recovery_code_account", "recovery_code", ["account"])
    op.create_table(
        "device",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=60), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locks", sa.Integer(), nullable=False),
        sa.Column("locked_until", _WHEN, nullable=True),
        sa.Column("seen_at", _WHEN, nullable=False),
        sa.ForeignKeyConstraint(["account"], ["account.username"]),
        sa.PrimaryKeyConstraint("token_hash"),
    )
    op.create_index("ix_device_account", "device", ["account"])


def downgrade() -> None:
    op.drop_table("device")
    op.drop_table("recovery_code")
    for name in ("agent", "proved_at", "seen_at", "stage", "row_seal"):
        op.drop_column("web_session", name)
    for name in ("locks", "totp_step", "totp_confirmed", "totp_sealed", "must_change"):
        op.drop_column("account", name)
