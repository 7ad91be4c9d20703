"""What was written with an instruction: sealed with the theme, or opened from the history of its matter."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from server.cases import journal
from server.core.crypto import Vault
from server.instructions.tables import Instruction, InstructionTurn


def theme_context(instruction_id: str) -> str:
    return f"instruction.theme:{instruction_id}"


def context(instruction_id: str, position: int) -> str:
    return f"instruction_turn.words:{instruction_id}:{position}"


def seal_theme(vault: Vault, instruction_id: str, theme: str) -> bytes:
    return vault.seal(theme.encode(), theme_context(instruction_id))


def theme(vault: Vault, one: Instruction) -> str:
    return vault.open_text(one.theme_sealed, theme_context(one.id)) if one.theme_sealed else ""


def seal(vault: Vault, instruction_id: str, position: int, text: str) -> bytes:
    return vault.seal(text.encode(), context(instruction_id, position))


def turns(session: Session, instruction_id: str) -> Sequence[InstructionTurn]:
    wanted = select(InstructionTurn).where(InstructionTurn.instruction_id == instruction_id)
    return session.exec(wanted.order_by(col(InstructionTurn.position))).all()


def said(session: Session, vault: Vault, one: Instruction, turn: InstructionTurn) -> str:
    """Return the words of a turn, "" for none."""
    if turn.case_seq:
        return str(journal.payload(session, vault, one.case_id, turn.case_seq).get("text", ""))
    return vault.open_text(turn.words_sealed, context(one.id, turn.position)) if turn.words_sealed else ""
