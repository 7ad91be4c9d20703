"""Who looks at a page, as the bar above it says."""

from __future__ import annotations

from dataclasses import dataclass

from server.accounts.permissions import Action, Actor, may
from server.accounts.tables import Role


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    name: str
    role: Role
    role_text: str
    #: "" for somebody who works in no unit
    unit_name: str
    #: calls numbers in the hall
    reception: bool = False
    #: decides whose matter something is: a screening or sealed desk, or whoever arbitrates
    decides: bool = False

    @property
    def oversees(self) -> bool:
        """Leaders, the convenor, assessors and the petition office, which supervises (Art. 14)."""
        return self.reception or self.role is Role.ASSESSOR or self.may(Action.INSTRUCT)

    def may(self, action: str) -> bool:
        """Tell a template whether this action is open to the reader: the menu shows nothing else. Raise ValueError for no
        action."""
        return may(Actor(self.role), Action(action))
