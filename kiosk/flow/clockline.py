"""A time limit as a citizen reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One time limit as the slip and the screen say it."""

    name: str
    limit: str
    due_at: datetime
    #: a limit of law, not a local promise
    statutory: bool
    met: bool = False
    legal_basis: str = ""
    #: "" where the centre has no English for it
    name_en: str = ""
    legal_basis_en: str = ""
    #: it was not kept: what is `met` came after the end, what is not is still owed
    late: bool = False
