"""How long the GUI thread works at a stretch while tests tap.

Bounded is the thread's own CPU time between two answers to the watch, not the time that passes: other programs on the
machine take the processor away, which lengthens the second and not the first.
"""

from __future__ import annotations

from kiosk.stallwatch import Stall

#: CPU seconds at a stretch: twice what the dearest screen costs when it is built and drawn in software, without a graphics
#: card, as tests do. Waiting for a device, a page or the network in this thread would be seconds.
BOUND_S = 0.3


class Stretches:
    """Collects what the watch heard."""

    def __init__(self) -> None:
        self.longest = Stall("", 0.0, 0.0)

    def heard(self, stall: Stall) -> None:
        if stall.worked_s > self.longest.worked_s:
            self.longest = stall
