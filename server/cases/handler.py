"""Who of the unit has a matter in hand (经办人): follows from its history, like its state. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from server.cases.rules import EventType

#: field of the event that names the account, "" for nobody
HANDLER = "handler"


def after(before: str, event: EventType, payload: Mapping[str, Any]) -> str:
    """Return who has the matter in hand after this event. With a new holder nobody has, and who is kept away has no more."""
    if event is EventType.HANDLER_NAMED:
        return str(payload.get(HANDLER, ""))
    if "holder" in payload or (event is EventType.RECUSED and before in payload.get("accounts", ())):
        return ""
    return before


def of(events: Iterable[tuple[EventType, Mapping[str, Any]]]) -> str:
    """Return whom a whole history leads to."""
    found = ""
    for event, payload in events:
        found = after(found, event, payload)
    return found
