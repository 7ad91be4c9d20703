"""One-time notice (一次性告知) and forms to print: chosen in two taps, printed on request, without the centre."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow.doors.events import BlankChosen, GroupChosen, TopicChosen
from kiosk.flow.doors.printing import calm, send
from kiosk.flow.doors.state import Choosing, Guiding
from kiosk.flow.effects import Effect
from kiosk.flow.ending import end
from kiosk.flow.events import Event, WentBack
from kiosk.flow.visit import PrintState, Visit

Next = tuple[Visit, tuple[Effect, ...]]


def advance_guide(visit: Visit, door: Guiding, event: Event) -> Next | None:
    match event:
        case GroupChosen():
            return replace(calm(visit), door=Guiding(event.group)), ()
        case TopicChosen():
            return replace(calm(visit), door=Guiding(event.topic.group, event.topic)), ()
        case WentBack() if door.topic is not None:
            return replace(calm(visit), door=Guiding(door.group)), ()
        case WentBack() if door.group:
            return replace(visit, door=Guiding()), ()
        case WentBack():
            return end(visit)
        case _:
            return None


def advance_blanks(visit: Visit, event: Event) -> Next | None:
    match event:
        case BlankChosen() if visit.print_state is not PrintState.PRINTING:
            door = Choosing(event.blank, event.on_paper)
            return send(replace(calm(visit), door=door, copies=visit.copies + 1, english=event.locale == "en"))
        case BlankChosen():
            return visit, ()
        case WentBack():
            return end(visit)
        case _:
            return None
