"""How every visit ends: nothing of it stays."""

from __future__ import annotations

from typing import Any

from kiosk.flow.effects import Effect, StopCard, Wipe
from kiosk.flow.visit import Step, Visit


def fresh(visit: Visit, **begun: Any) -> Visit:
    """Return an empty visit, with what outlives every visit of this terminal, and what the new one begins with."""
    return Visit(missing=visit.missing, desk=visit.desk, parked=visit.parked, **begun)


def end(visit: Visit) -> tuple[Visit, tuple[Effect, ...]]:
    """Replace the visit by an empty one and have every worker forget it; an idle kiosk stays as it is."""
    if visit.step is Step.IDLE:
        return visit, ()
    stop: tuple[Effect, ...] = (StopCard(),) if "card" in visit.busy else ()
    return fresh(visit), (*stop, Wipe())
