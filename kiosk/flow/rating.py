"""How the service was, after the slip: five levels (好差评), never asked twice and never required."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow.answers import RatingSent
from kiosk.flow.effects import Effect, Rate, Wipe
from kiosk.flow.ending import end, fresh
from kiosk.flow.events import Continued, LevelChosen, Tap
from kiosk.flow.visit import Step, Visit

Next = tuple[Visit, tuple[Effect, ...]]

LEVELS = (5, 4, 3, 2, 1)


def enter(visit: Visit) -> Next:
    """Forget the visit but for the receipt; the centre can match a rating only with what it knows itself."""
    receipt = visit.receipt
    if receipt is None or receipt.provisional or receipt.restricted or not receipt.number:
        return end(visit)
    return fresh(visit, step=Step.RATING, visit_id=visit.visit_id, receipt=receipt), (Wipe(),)


def at_rating(visit: Visit, tap: Tap) -> Next:
    match tap:
        case LevelChosen() if tap.level in LEVELS and not visit.rated and visit.receipt is not None:
            asked = Rate(visit.receipt.number, visit.receipt.query_code, tap.level)
            return replace(visit, rated=tap.level, busy=visit.busy | {"rating"}), (asked,)
        case Continued() if "rating" not in visit.busy:
            return end(visit)
        case _:
            return visit, ()


def sent(visit: Visit, event: RatingSent) -> Next:
    if "rating" not in visit.busy:
        return visit, ()
    return replace(visit, busy=visit.busy - {"rating"}, rating_lost=not event.kept), ()
