"""Slips that are no receipt: the same promise as for receipts, once and honest."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow.answers import Failed, PrinterStopped
from kiosk.flow.doors.effects import PrintBlank, PrintLeaflet
from kiosk.flow.doors.events import LeafletAsked
from kiosk.flow.doors.leaflets import leaflet
from kiosk.flow.doors.state import Choosing
from kiosk.flow.effects import Effect
from kiosk.flow.events import Event, PrintSeen, RetryAsked
from kiosk.flow.visit import Mishap, PrintState, Visit

Next = tuple[Visit, tuple[Effect, ...]]


def advance(visit: Visit, event: Event) -> Next | None:
    """Answer what concerns the slip of an open door; None for anything else."""
    match event, visit.print_state:
        case Failed(during="print"), PrintState.PRINTING:
            unknown = event.mishap is Mishap.PRINT_UNKNOWN
            state = PrintState.UNKNOWN if unknown else PrintState.FAILED
            return replace(visit, print_state=state, busy=visit.busy - {"print"}), ()
        case PrinterStopped(), _:
            # it goes on by itself once somebody helped; the page says that it prints
            return visit, ()
        case LeafletAsked(), PrintState.PRINTING | PrintState.UNKNOWN:
            return visit, ()
        case LeafletAsked() as asked, _:
            return send(replace(visit, copies=visit.copies + 1, english=asked.locale == "en"))
        case RetryAsked(), PrintState.FAILED:
            return send(visit)
        case PrintSeen(came_out=True), PrintState.UNKNOWN:
            return replace(visit, print_state=PrintState.PRINTED, mishap=None, mishap_detail=""), ()
        case PrintSeen(came_out=False), PrintState.UNKNOWN:
            return send(visit, settled_missing=True)
        case _:
            return None


def send(visit: Visit, *, settled_missing: bool = False) -> Next:
    """Print the sheet of the open page; nothing to print changes nothing."""
    key = f"{visit.visit_id}:sheet{visit.copies}"
    printing = replace(
        visit, print_state=PrintState.PRINTING, busy=visit.busy | {"print"}, mishap=None, mishap_detail=""
    )
    match visit.door:
        case Choosing(blank=blank, on_paper=True) if blank is not None:
            return printing, (PrintBlank(key, blank, settled_missing),)
        case _:
            sheet = leaflet(visit.door, english=visit.english)
            if sheet is None:
                return visit, ()
            return printing, (PrintLeaflet(key, sheet, settled_missing),)


def calm(visit: Visit) -> Visit:
    """Another page: what was printed before is of no interest there, unless it still prints."""
    if visit.print_state is PrintState.PRINTING:
        return visit
    return replace(visit, print_state=PrintState.NONE, mishap=None, mishap_detail="")
