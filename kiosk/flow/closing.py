"""Handing in, and the slip: registered once, printed once, and said honestly."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow import form, rating
from kiosk.flow.answers import PrinterStopped, Registered, Suggested
from kiosk.flow.effects import Effect, PrintSlip, Register, Suggest
from kiosk.flow.events import (
    ChoiceMade,
    Continued,
    CopyAsked,
    MatterChosen,
    PrintSeen,
    RetryAsked,
    SubmitAsked,
    Tap,
    WentBack,
)
from kiosk.flow.handover import Handing
from kiosk.flow.visit import Mishap, PrintState, Step, Visit


def enter(visit: Visit) -> tuple[Visit, tuple[Effect, ...]]:
    """Show what will be handed in, and ask who would be responsible."""
    said = form.statement(visit.form)
    text = "\n".join((said.summary, *said.requests, *(p.text.text for p in visit.pages if p.text is not None)))
    known = visit.holder if visit.earlier and not visit.continues else None
    document = (known.id_type, known.id_number) if known else ("", "")
    asked = Suggest(text, said.place_region, said.complained_of, *document)
    return replace(visit, step=Step.SUBMIT, suggestion=None, similar=None, busy=visit.busy | {"suggest"}), (asked,)


def at_submit(visit: Visit, tap: Tap) -> tuple[Visit, tuple[Effect, ...]]:
    """While the registration is under way nothing else happens: a second tap must not register twice."""
    if "submit" in visit.busy:
        return visit, ()
    match tap:
        case SubmitAsked():
            english = tap.locale == "en"
            return _register(replace(visit, submitted_at=tap.at, signature=tap.signature, english=english))
        case RetryAsked() if visit.mishap is Mishap.NOT_KEPT:
            return _register(visit)
        case MatterChosen() if visit.similar is not None and tap.number in ("", visit.similar.number):
            return replace(visit, continues=tap.number, similar=None), ()
        case ChoiceMade():
            chosen = replace(visit.form, publish=tap.publish, confidential=tap.confidential)
            return replace(visit, form=chosen), ()
        case WentBack():
            busy = visit.busy - {"suggest"}
            return replace(visit, step=Step.FORM, busy=busy, signature=(), mishap=None, mishap_detail=""), ()
        case _:
            return visit, ()


def suggested(visit: Visit, event: Suggested) -> tuple[Visit, tuple[Effect, ...]]:
    if visit.step is not Step.SUBMIT or "suggest" not in visit.busy:
        return visit, ()
    found = replace(visit, suggestion=event.suggestion, similar=event.similar, busy=visit.busy - {"suggest"})
    return found, ()


def registered(visit: Visit, event: Registered) -> tuple[Visit, tuple[Effect, ...]]:
    """The matter is safe, at the centre or on this terminal; now the slip."""
    if visit.step is not Step.SUBMIT or "submit" not in visit.busy:
        return visit, ()
    safe = replace(visit, step=Step.RECEIPT, receipt=event.receipt, busy=visit.busy - {"submit", "suggest"})
    return _print(safe)


def at_receipt(visit: Visit, tap: Tap) -> tuple[Visit, tuple[Effect, ...]]:
    match tap, visit.print_state:
        case Continued(), state if state is not PrintState.PRINTING:
            # Not while it prints: the slip would come out in front of the next visitor.
            return rating.enter(visit)
        case RetryAsked(), PrintState.FAILED:
            return _print(visit)
        case PrintSeen(came_out=True), PrintState.UNKNOWN:
            return replace(visit, print_state=PrintState.PRINTED, mishap=None, mishap_detail=""), ()
        case PrintSeen(came_out=False), PrintState.UNKNOWN:
            return _print(visit, settled_missing=True)
        case CopyAsked(), PrintState.NONE if finished_at_window(visit):
            # the slip itself came out at the window, and `copies` says so
            return _print(visit)
        case CopyAsked(), PrintState.PRINTED:
            return _print(replace(visit, copies=visit.copies + 1))
        case _:
            return visit, ()


def finished_at_window(visit: Visit) -> bool:
    """Registered there; the slip is offered here, and nothing of it is shown until it is asked for."""
    return visit.handover is not None and visit.handover.state is Handing.DONE


def printed(visit: Visit) -> tuple[Visit, tuple[Effect, ...]]:
    if "print" not in visit.busy:
        return visit, ()
    done = replace(visit, print_state=PrintState.PRINTED, busy=visit.busy - {"print"})
    return replace(done, mishap=None, mishap_detail=""), ()


def printer_stopped(visit: Visit, event: PrinterStopped) -> tuple[Visit, tuple[Effect, ...]]:
    """Say what is missing and go on waiting: sending the slip again would print it twice."""
    if "print" not in visit.busy:
        return visit, ()
    return replace(visit, mishap=event.mishap, mishap_detail=""), ()


def print_again(visit: Visit) -> tuple[Visit, tuple[Effect, ...]]:
    """Print what failed once more: the same job, so that it never comes out twice."""
    return _print(visit)


def print_failed(visit: Visit) -> tuple[Visit, tuple[Effect, ...]]:
    unknown = visit.mishap is Mishap.PRINT_UNKNOWN
    return replace(visit, print_state=PrintState.UNKNOWN if unknown else PrintState.FAILED), ()


def _register(visit: Visit) -> tuple[Visit, tuple[Effect, ...]]:
    if visit.holder is None or visit.started_at is None or visit.submitted_at is None:
        return visit, ()
    effect = Register(
        visit_id=visit.visit_id,
        started_at=visit.started_at,
        registered_at=visit.submitted_at,
        holder=visit.holder,
        form=visit.form,
        pages=visit.pages,
        continues=visit.continues,
        company=visit.company,
        signature=visit.signature,
    )
    return replace(visit, busy=visit.busy | {"submit"}, mishap=None, mishap_detail=""), (effect,)


def _print(visit: Visit, *, settled_missing: bool = False) -> tuple[Visit, tuple[Effect, ...]]:
    if visit.receipt is None:
        return visit, ()
    printing = replace(
        visit,
        print_state=PrintState.PRINTING,
        busy=visit.busy | {"print"},
        mishap=None,
        mishap_detail="",
    )
    return printing, (PrintSlip(visit.visit_id, visit.receipt, visit.copies, settled_missing, visit.english),)
