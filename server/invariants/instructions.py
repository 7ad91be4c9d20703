"""No instruction whose answer is owed is forgotten, and each says what its turns led to."""

from __future__ import annotations

from server.instructions import proof
from server.invariants.rule import Invariant

INSTRUCTIONS = Invariant(
    "instructions",
    "批示的状态与经过一致，待回复的到期必提醒",
    "an instruction says what its turns led to, and an answer that is owed will alarm",
    "hall admin explain {about}",
    proof.faults,
)
