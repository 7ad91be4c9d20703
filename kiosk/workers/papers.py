"""The queue for A4 papers: forms that visitors ask for, and looked after so that a stopped queue is known before."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import assert_never

from drivers.core.errors import Cancelled
from drivers.core.keeping import Keeper
from kiosk.flow.answers import Answer, Failed, Printed
from kiosk.flow.doors.effects import PrintBlank
from kiosk.flow.effects import Effect
from kiosk.flow.visit import Mishap
from kiosk.workers.letterhead import Letterhead
from kiosk.workers.worker import Say
from printers import outcome as o
from printers.health import check_queue
from printers.journal import Journal
from printers.printing import settle
from printers.render.font import NoChineseFont
from printers.render.pdf import render_pdf
from printers.render.typeface import NoFormFont
from printers.spooling import SpoolJob, print_spooled
from printers.transport.queue import open_queue

log = logging.getLogger("hall.kiosk.printing")


class QueueWorker:
    def __init__(self, address: str, keeper: Keeper, data: Path, letterhead: Letterhead = Letterhead()) -> None:
        self._address = address
        self._keeper = keeper
        self._data = data
        self._letterhead = letterhead

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> Answer | None:
        if not isinstance(effect, PrintBlank):
            return None
        journal = Journal(self._data / "papers.sqlite")
        if effect.settled_missing:
            settle(effect.key, came_out=False, journal=journal)
        try:
            document = render_pdf(self._letterhead.blank(effect.blank))
            outcome = print_spooled(SpoolJob(effect.key, document), open_queue(self._address), journal, cancel)
        except Cancelled:
            return None
        except ValueError as error:
            log.error("A4 queue: %s", error)
            return Failed("print", Mishap.PRINTER_ABSENT)
        except (NoFormFont, NoChineseFont) as error:
            log.error("the form cannot be drawn: %s", error)
            return Failed("print", Mishap.PRINTER_FAULT)
        return _answer(outcome)

    def look(self) -> float:
        """Ask CUPS when it is time to."""
        if (left := self._keeper.due()) > 0:
            return left
        self._keeper.saw(check_queue(self._address))
        return self._keeper.due()

    def close(self) -> None:
        self._keeper.leave()


def _answer(outcome: o.Outcome) -> Printed | Failed:
    match outcome:
        case o.Printed():
            return Printed()
        case o.Unknown():
            return Failed("print", Mishap.PRINT_UNKNOWN)
        case o.PrinterAbsent():
            log.error("A4 queue: %s", outcome.cause)
            return Failed("print", Mishap.PRINTER_ABSENT)
        case o.OutOfPaper():
            return Failed("print", Mishap.PAPER_OUT)
        case o.CoverOpen():
            return Failed("print", Mishap.COVER_OPEN)
        case o.CutterJam() | o.PrinterFault():
            return Failed("print", Mishap.PRINTER_FAULT)
        case _:
            assert_never(outcome)
