"""Instructions of leaders and their turns. What was written on a matter lies in the history of that matter, and is named
here by its place; what was written on a theme is sealed here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from server.core.columns import UtcDateTime
from server.core.guarded import Guarded


class Instruction(Guarded, table=True):
    """`state` follows from the turns and is kept in their transaction."""

    __tablename__ = "instruction"
    __table_args__ = (
        Index("ix_instruction_author", "author", "state", "due_at"),
        Index("ix_instruction_unit", "unit", "state", "due_at"),
        Index(
            "ix_instruction_alarm",
            "alarm_at",
            sqlite_where=text("alarm_at IS NOT NULL"),
            postgresql_where=text("alarm_at IS NOT NULL"),
        ),
    )

    id: str = Field(primary_key=True, max_length=32)
    #: "" for one on a theme
    case_id: str = Field(default="", max_length=32, index=True)
    #: b"" for one on a matter
    theme_sealed: bytes = b""
    #: user name of the leader
    author: str = Field(max_length=60)
    #: code of the unit that answers
    unit: str = Field(max_length=40)
    sent_at: datetime = Field(sa_type=UtcDateTime)
    #: when the time that runs now began: sent, or asked again
    since: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    state: str = Field(max_length=10)
    #: when it alarms next, None when nothing is owed; and how far its alarms have gone
    alarm_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    mark: int = 0


class InstructionTurn(Guarded, table=True):
    __tablename__ = "instruction_turn"

    instruction_id: str = Field(primary_key=True, max_length=32, foreign_key="instruction.id")
    position: int = Field(primary_key=True)
    turn: str = Field(max_length=12)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str = Field(max_length=80)
    #: place in the history of the matter, 0 for a theme
    case_seq: int = 0
    #: b"" on a matter, and for a turn without words
    words_sealed: bytes = b""
