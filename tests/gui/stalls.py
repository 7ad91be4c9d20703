"""How long the GUI thread is away from its events while tests tap: a stall fails the test.

Bounded is `Stall.own_s`, which holds what the thread worked and what it waited for, without the time in which a thread of
this program stood in line for a processor: other programs on the machine lengthen that, and nothing else.
"""

from __future__ import annotations

from kiosk.stallwatch import Stall

#: s; a test draws a screen for the first time in its life, in software and with the views read from disk, while twenty other
#: programs share the processor's caches. `test_stalls` holds each screen to what is promised, once it is warm.
BOUND_S = 0.1


class Stretches:
    """Collects what the watch heard."""

    def __init__(self) -> None:
        self.longest = Stall("", 0.0, 0.0)
        self._not_its_own = False

    def beside(self) -> None:
        """The test itself just worked on the GUI thread, where it reads what a screen says: the next answer is late by that."""
        self._not_its_own = True

    def heard(self, stall: Stall) -> None:
        if self._not_its_own:
            self._not_its_own = False
        elif stall.own_s > self.longest.own_s:
            self.longest = stall
