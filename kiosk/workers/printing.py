"""The printing bus: the receipt becomes a slip, printed once."""

from __future__ import annotations

import logging
import sqlite3
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import assert_never

from drivers.core.errors import Cancelled
from drivers.core.keeping import Keeper
from drivers.core.status import Absent, Faulty
from drivers.core.supervision import Use
from kiosk.flow.answers import Answer, Failed, Printed, PrinterStopped
from kiosk.flow.doors.effects import PrintBlank, PrintLeaflet, TryPrinter
from kiosk.flow.doors.events import TrialDone
from kiosk.flow.doors.state import Trial
from kiosk.flow.effects import Effect, PrintSlip
from kiosk.flow.visit import Mishap, Receipt
from kiosk.settings import Printer
from kiosk.workers.letterhead import Letterhead
from printers import outcome as o
from printers.health import check_named
from printers.journal import Journal
from printers.layout.blocks import Block
from printers.layout.slip import Slip, SlipClock, lay_out
from printers.layout.testpage import test_page
from printers.printing import Job, Patience, print_once, settle
from printers.profiles import UnknownProfile, load
from printers.render.escpos import render_escpos
from printers.render.font import NoChineseFont
from printers.render.qr import TooLongForQr
from printers.transport.base import Transport
from printers.transport.uri import BadPrinterAddress, open_printer

log = logging.getLogger("hall.kiosk.printing")

#: long enough to load a roll while the visitor waits; a wiped visit ends the wait at once
PATIENCE = Patience(hold_s=90.0)


class PrintingWorker:
    def __init__(
        self,
        printer: Printer,
        data: Path,
        keeper: Keeper,
        patience: Patience = PATIENCE,
        letterhead: Letterhead = Letterhead(),
    ) -> None:
        self._printer = printer
        self._data = data
        self._keeper = keeper
        self._patience = patience
        self._letterhead = letterhead

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Callable[[Answer], None]) -> Answer | None:
        match effect:
            case PrintSlip():
                key = f"{effect.visit_id}:{effect.copy}"
                return self._print(
                    key,
                    lay_out(slip(effect.receipt, effect.copy, english=effect.english)),
                    effect.settled_missing,
                    cancel,
                    say,
                )
            case PrintLeaflet():
                blocks = self._letterhead.leaflet(effect.leaflet)
                return self._print(effect.key, blocks, effect.settled_missing, cancel, say)
            case PrintBlank():
                # only a terminal with a queue for A4 offers forms on paper, and that has a worker of its own
                return Failed("print", Mishap.PRINTER_ABSENT)
            case TryPrinter():
                answer = self._print(f"test:{uuid.uuid4()}", None, False, cancel, lambda _: None, Patience())
                return TrialDone(Trial.PRINT, isinstance(answer, Printed), _told(answer))
            case _:
                return None

    def _print(
        self,
        key: str,
        blocks: tuple[Block, ...] | None,
        settled_missing: bool,
        cancel: threading.Event,
        say: Callable[[Answer], None],
        patience: Patience | None = None,
    ) -> Answer | None:
        """Print these blocks once; None prints the test page of the profile."""
        try:
            journal = Journal(self._data / "print.sqlite")
            if settled_missing:
                settle(key, came_out=False, journal=journal)
            journal.enter(key)
        except sqlite3.Error as error:
            # a full disk: nothing is sent that the journal does not know of, so nobody need be asked what came out
            log.error("the print journal cannot be written: %s", type(error).__name__)
            return Failed("print", Mishap.PRINTER_FAULT)
        try:
            profile = load(self._printer.profile)
            payload = render_escpos(test_page(profile.title, profile.columns) if blocks is None else blocks, profile)
            outcome = print_once(
                Job(key, payload),
                self._connect,
                journal,
                cancel,
                profile=profile,
                notice=lambda stop: say(PrinterStopped(_why(stop))),
                patience=patience or self._patience,
            )
        except Cancelled:
            return None
        except (UnknownProfile, BadPrinterAddress) as error:
            log.error("printer settings: %s", error)
            return Failed("print", Mishap.PRINTER_ABSENT)
        except (NoChineseFont, TooLongForQr) as error:
            log.error("the slip cannot be drawn: %s", error)
            return Failed("print", Mishap.PRINTER_FAULT)
        self._note(outcome)
        return _answer(outcome)

    def look(self) -> float:
        """Ask the printer how it is when it is time to; nothing stays open between two looks."""
        if (left := self._keeper.due()) > 0:
            return left
        self._keeper.saw(check_named(self._printer.uri, self._printer.profile))
        return self._keeper.due()

    def close(self) -> None:
        """Nothing stays open between slips."""
        self._keeper.leave()

    def _connect(self) -> Transport:
        transport = open_printer(self._printer.uri)
        self._keeper.opened()
        return transport

    def _note(self, outcome: o.Outcome) -> None:
        """Put down what a job says of the printer."""
        match outcome:
            case o.Printed(already=already):
                if not already:
                    self._keeper.did(Use.PRINTS)
            case o.PrinterAbsent():
                self._keeper.saw(Absent(outcome.cause, outcome.remedy))
            case o.OutOfPaper() | o.CoverOpen() | o.CutterJam() | o.PrinterFault():
                self._keeper.saw(Faulty(outcome.cause, outcome.remedy))
            case o.Unknown():
                self._keeper.look_soon()
            case _:
                assert_never(outcome)


def slip(receipt: Receipt, copy: int, *, english: bool = False) -> Slip:
    """The receipt in the words of the printer."""
    return Slip(
        title=receipt.title,
        number=receipt.number,
        query_code=receipt.query_code,
        registered_at=receipt.registered_at,
        holder_name=receipt.holder_name,
        hall_name=receipt.hall_name,
        hall_phone=receipt.hall_phone,
        supervision_phone=receipt.supervision_phone,
        progress_url=receipt.progress_url,
        proof=receipt.proof,
        category=receipt.category,
        unit_name=receipt.unit_name,
        unit_phone=receipt.unit_phone,
        reason=receipt.reason,
        clocks=tuple(
            SlipClock(
                c.name,
                c.limit,
                c.due_at,
                c.statutory,
                c.legal_basis,
                name_en=c.name_en if english else "",
                legal_basis_en=c.legal_basis_en if english else "",
            )
            for c in receipt.clocks
        ),
        next_steps=receipt.next_steps,
        pages=receipt.pages,
        provisional=receipt.provisional,
        copy=copy,
        restricted=receipt.restricted,
        category_en=receipt.category_en if english else "",
        reason_en=receipt.reason_en if english else "",
        next_steps_en=receipt.next_steps_en if english else (),
    )


def _told(answer: Answer | None) -> str:
    return answer.mishap.value if isinstance(answer, Failed) else ""


def _answer(outcome: o.Outcome) -> Printed | Failed:
    match outcome:
        case o.Printed():
            return Printed()
        case o.Unknown():
            return Failed("print", Mishap.PRINT_UNKNOWN)
        case o.PrinterAbsent():
            log.error("slip printer: %s", outcome.cause)
            return Failed("print", Mishap.PRINTER_ABSENT)
        case _:
            log.error("slip printer: %s", outcome.cause)
            return Failed("print", _why(outcome))


def _why(stop: o.Stopped) -> Mishap:
    match stop:
        case o.OutOfPaper():
            return Mishap.PAPER_OUT
        case o.CoverOpen():
            return Mishap.COVER_OPEN
        case o.CutterJam() | o.PrinterFault():
            return Mishap.PRINTER_FAULT
        case _:
            assert_never(stop)
