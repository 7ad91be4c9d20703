"""Instructions of leaders, supervision, circulars, following; figures of the days for reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default=default)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _sealed(name: str) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=False)


def _guarded(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(name, _text("row_seal", 32, default=""), *columns)


def _of(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [table])


def _alarm(name: str, table: str) -> None:
    where = sa.text("alarm_at IS NOT NULL")
    op.create_index(name, table, ["alarm_at"], sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    with op.batch_alter_table("notice") as notice:
        notice.add_column(_text("page", 60, default=""))
    op.create_index("ix_notice_page", "notice", ["page"])
    _guarded(
        "instruction",
        *(_text("id", 32), _text("case_id", 32), _sealed("theme_sealed"), _text("author", 60), _text("unit", 40)),
        *(_moment("sent_at"), _moment("since"), _moment("due_at"), _text("state", 10)),
        *(_moment("alarm_at", nullable=True), _number("mark"), sa.PrimaryKeyConstraint("id")),
    )
    op.create_index("ix_instruction_case_id", "instruction", ["case_id"])
    op.create_index("ix_instruction_author", "instruction", ["author", "state", "due_at"])
    op.create_index("ix_instruction_unit", "instruction", ["unit", "state", "due_at"])
    _alarm("ix_instruction_alarm", "instruction")
    _guarded(
        "instruction_turn",
        *(_text("instruction_id", 32), _number("position"), _text("turn", 12), _moment("at"), _text("actor", 80)),
        *(_number("case_seq"), _sealed("words_sealed"), sa.PrimaryKeyConstraint("instruction_id", "position")),
        _of("instruction_id", "instruction.id"),
    )
    _guarded(
        "reminder",
        *(_text("case_id", 32), _number("seq"), _text("unit", 40), _moment("at")),
        *(sa.PrimaryKeyConstraint("case_id", "seq"), _of("case_id", "petition_case.id")),
    )
    _guarded(
        "supervision",
        *(_text("id", 32), _text("case_id", 32), _number("seq"), _text("form", 10), _text("author", 60)),
        *(_text("unit", 40), _moment("at"), _moment("due_at", nullable=True), _number("answer_seq")),
        *(_moment("alarm_at", nullable=True), sa.PrimaryKeyConstraint("id"), _of("case_id", "petition_case.id")),
    )
    for column in ("case_id", "author", "unit"):
        op.create_index(f"ix_supervision_{column}", "supervision", [column])
    _alarm("ix_supervision_alarm", "supervision")
    _guarded(
        "circular",
        *(_text("id", 32), _text("author", 60), _sealed("words_sealed"), _moment("drafted_at")),
        *(_moment("published_at", nullable=True), sa.PrimaryKeyConstraint("id")),
    )
    op.create_index("ix_circular_author", "circular", ["author"])
    _guarded(
        "circular_item",
        *(_text("circular_id", 32), _text("case_id", 32), _text("unit", 40), _text("rule", 20), _moment("due_at")),
        *(sa.PrimaryKeyConstraint("circular_id", "case_id"), _of("circular_id", "circular.id")),
        _of("case_id", "petition_case.id"),
    )
    op.create_index("ix_circular_item_unit", "circular_item", ["unit"])
    _guarded(
        "watch",
        *(_text("account", 60), _text("case_id", 32), _moment("since"), _number("seq")),
        *(sa.PrimaryKeyConstraint("account", "case_id"), _of("case_id", "petition_case.id")),
    )
    op.create_index("ix_watch_case_id", "watch", ["case_id"])
    op.create_table(
        "figure_day",
        *(sa.Column("day", sa.Date(), nullable=False), _text("dimension", 12), _text("key", 60), _text("measure", 16)),
        *(_number("count"), sa.PrimaryKeyConstraint("day", "dimension", "key", "measure")),
    )
    op.create_table("figure_mark", _text("name", 20), _number("place"), sa.PrimaryKeyConstraint("name"))
    # what is late or near among what is open; what ended on a day
    op.create_index("ix_clock_ended", "clock", ["met_at", "due_at"])
    op.create_index("ix_case_rating_rated_at", "case_rating", ["rated_at"])


def downgrade() -> None:
    op.drop_index("ix_case_rating_rated_at", "case_rating")
    op.drop_index("ix_clock_ended", "clock")
    for table in (
        *("figure_mark", "figure_day", "watch", "circular_item", "circular", "supervision"),
        *("reminder", "instruction_turn", "instruction"),
    ):
        op.drop_table(table)
    op.drop_index("ix_notice_page", "notice")
    with op.batch_alter_table("notice") as notice:
        notice.drop_column("page")
