"""How long the GUI thread is away from its events while tests tap: a stall fails the test.

Bounded is what the program has to answer for, see `blamed`: other programs on the machine lengthen the rest, and nothing else.
"""

from __future__ import annotations

from kiosk.stallwatch import LIMIT_S, Stall

#: pause between two questions, s: a stall is measured too short by at most this
PACE_S = 0.01


def blamed(stall: Stall) -> float:
    """Seconds the thread worked, or waited for something else than a processor.

    Work is processor time. A wait is believed as far as it is longer than all threads of this program stood in line
    meanwhile, twice: Linux counts that too short on a crowded machine (0.16 s were counted of a stretch of 0.28 s in which
    the thread worked 0.02 s and asked nothing of anybody). With a processor to spare, every wait counts whole.
    """
    return max(stall.worked_s, stall.felt_s - 2 * (stall.felt_s - stall.own_s))


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
        elif blamed(stall) > blamed(self.longest):
            self.longest = stall

    def verdict(self) -> str:
        """ "" when a finger felt nothing that was the program's own."""
        return f"the GUI thread stood still: {self.longest}" if blamed(self.longest) > LIMIT_S else ""
