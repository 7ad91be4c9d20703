"""What is said behind the other doors: where one stands there, what came of asking, and what a matter needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from kiosk.flow.doors.state import Asking, Attending, Choosing, Door, Guiding, Place, Queueing, Said
from kiosk.flow.visit import PrintState, Visit

#: lines of a one-time notice that are read aloud; the slip has all of them
LINES = 4


def standing(door: Door | None) -> tuple[object, ...]:
    """Two doors that stand alike are spoken of once."""
    match door:
        case Asking():
            return (door.place, door.said, door.chosen)
        case Guiding():
            return (door.group, door.topic.key if door.topic else "")
        case Choosing():
            return (door.blank.key if door.blank else "",)
        case Attending() | Queueing() | None:
            return ()
        case _:
            assert_never(door)


def sentences(visit: Visit, words: Mapping[str, str], *, english: bool) -> tuple[str, ...]:
    """What is said of this page behind a door; none where the screen of the door says enough."""
    if visit.print_state is not PrintState.NONE:
        return (words[f"sheet_{visit.print_state.value}"],)
    match visit.door:
        case Asking(said=said) if said is not Said.NOTHING:
            return (words[f"ask_said_{said.value}"],)
        case Asking(place=Place.WAYS):
            return ()
        case Asking(place=Place.MATTER) as door:
            state = door.matter.state if door.matter else ""
            names = ("ask_matter_title", f"ask_state_{state}", f"ask_next_{state}")
            return tuple(words[name] for name in names if name in words)
        case Asking(place=place):
            return (words[f"ask_{place.value}_title"], words[f"ask_{place.value}_lead"])
        case Guiding(topic=topic) if topic is not None:
            title = topic.title_english if english else topic.title
            first = topic.sections[0]
            heading = first.heading_english if english else first.heading
            lines = first.lines_english if english and first.lines_english else first.lines
            return (title, heading, *lines[:LINES])
        case Guiding(group=group) if group:
            return (words["guide_topics"], words["guide_topics_lead"])
        case _:
            return ()
