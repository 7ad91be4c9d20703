"""What the terminal says at each screen: a sentence or two, in plain words, without anything that identifies a person."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.flow.closing import finished_at_window
from kiosk.flow.form import statement
from kiosk.flow.staff import locked
from kiosk.flow.visit import Help, PrintState, Step, Visit
from kiosk.speech import behind

#: characters of the matter that are read aloud; nobody listens longer, and the screen shows all of it
LONGEST = 300

Words = Mapping[str, str]
#: what a change of makes the terminal speak anew
Moment = tuple[object, ...]


def moment(visit: Visit) -> Moment:
    """Two visits with the same moment are spoken of once."""
    looking = "lookup" in visit.busy
    shown = (visit.step, visit.mishap, visit.print_state, visit.help, looking, locked(visit))
    return (visit.visit_id, *shown, *behind.standing(visit.door))


def prompt(visit: Visit, words: Words, *, english: bool = False) -> str:
    """What is said when this screen comes up, or is asked for again; "" while nobody is there."""
    if visit.step is Step.IDLE:
        return ""
    if locked(visit):
        return _sentences(words, "handed_title", "handed_text")
    if visit.help in (Help.COMING, Help.UNREACHABLE):
        return _sentences(words, f"staff_{visit.help.value}", f"staff_{visit.help.value}_text")
    if visit.mishap is not None:
        name = f"mishap_{visit.mishap.value}"
        return _sentences(words, name, f"{name}_next")
    if finished_at_window(visit) and visit.print_state is PrintState.NONE:
        return _sentences(words, "receipt_window", "receipt_window_text")
    if visit.step is Step.RECEIPT:
        state = visit.print_state if visit.print_state is not PrintState.NONE else PrintState.PRINTING
        card = "" if state is PrintState.PRINTING else "voice_take_card"
        return _sentences(words, "receipt_title", f"print_{state.value}", card)
    there = behind.sentences(visit, words, english=english)
    return "\n".join(there) or words.get(f"voice_{visit.step.value}", "")


def summary(visit: Visit, words: Words) -> str:
    """The matter as it is handed in, read aloud for somebody who cannot read it. Nothing of who the visitor is."""
    said = statement(visit.form)
    parts = [
        ("kind_summary", said.summary[:LONGEST]),
        ("kind_request", "。".join(said.requests)),
        ("kind_complained_of", "，".join(said.complained_of)),
        ("kind_place", said.place),
        ("unit", visit.suggestion.unit_name if visit.suggestion else ""),
    ]
    return "\n".join(f"{words[name]}。{value}。" for name, value in parts if value)


def _sentences(words: Words, *names: str) -> str:
    return "\n".join(words[name] for name in names if words.get(name))
