"""How it is known that somebody came to the hall. Pure."""

from __future__ import annotations

from enum import StrEnum

from server.cases.journal import Step
from server.cases.rules import EventType


class Presence(StrEnum):
    #: the code of the hall was given while it was shown
    CODE = "code"
    #: said by themselves alone
    NONE = "none"


def shown(step: Step) -> str:
    """Return the presence of a step of the history, "" for a step that nobody has to be present for."""
    return str(step.payload.get("presence", Presence.NONE)) if step.type is EventType.ON_SCENE else ""
