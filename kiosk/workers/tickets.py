"""Which answers are still wanted.

Answers come late: the card that was read while the visitor left, the page of the visit before. Every effect gets a
ticket; its answer is let through once, unless the same thing was asked again or the visit was wiped meanwhile.
"""

from __future__ import annotations

from itertools import count

from kiosk.flow.effects import Effect, ReadPage


class Tickets:
    def __init__(self) -> None:
        self._numbers = count(1)
        self._wanted: dict[object, int] = {}

    def issue(self, effect: Effect) -> int:
        """Return the ticket for `effect`; it replaces an earlier one for the same thing."""
        ticket = next(self._numbers)
        self._wanted[_thing(effect)] = ticket
        return ticket

    def admit(self, ticket: int, *, final: bool = True) -> bool:
        """True when the answer with this ticket is wanted; after the final one, False for ever."""
        thing = next((t for t, wanted in self._wanted.items() if wanted == ticket), None)
        if thing is None:
            return False
        if final:
            del self._wanted[thing]
        return True

    def void(self) -> None:
        """The visit ended: no answer is wanted any more."""
        self._wanted.clear()


def _thing(effect: Effect) -> object:
    return (ReadPage, effect.page_id) if isinstance(effect, ReadPage) else type(effect)
