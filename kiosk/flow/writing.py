"""Writing on the screen: letters and strokes go out, what they may mean comes back."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.flow.answers import CandidatesFound
from kiosk.flow.effects import Effect, FindCharacters, FindWords
from kiosk.flow.events import Drawn, Spelled
from kiosk.flow.visit import Step, Visit


def wrote(visit: Visit, tap: Spelled | Drawn) -> tuple[Visit, tuple[Effect, ...]]:
    """Ask what was written may mean; the former candidates stay until the answer, so that the list does not flicker."""
    if visit.step is Step.IDLE:
        return visit, ()
    match tap:
        case Spelled("") | Drawn(()):
            return replace(visit, candidates=(), busy=visit.busy - {"writing"}), ()
        case Spelled():
            return replace(visit, busy=visit.busy | {"writing"}), (FindWords(tap.letters),)
        case Drawn():
            return replace(visit, busy=visit.busy | {"writing"}), (FindCharacters(tap.strokes),)
        case _:
            assert_never(tap)


def found(visit: Visit, event: CandidatesFound) -> tuple[Visit, tuple[Effect, ...]]:
    if "writing" not in visit.busy:
        return visit, ()
    return replace(visit, candidates=event.candidates, busy=visit.busy - {"writing"}), ()
