"""The reading bus: one page after the other through the reading process, then the fields of all of them."""

from __future__ import annotations

import logging
import threading

from kiosk.flow.effects import Effect, ProposeFields, ReadPage
from kiosk.flow.events import FieldsProposed, PageRead, PageUnreadable
from kiosk.flow.visit import Holder
from kiosk.reading.errors import ReadingCancelled, ReadingError
from kiosk.reading.fields import propose
from kiosk.reading.process import ReadingProcess
from kiosk.reading.result import KnownPerson
from kiosk.workers.worker import Say

log = logging.getLogger("hall.kiosk.reading")


class ReadingWorker:
    def __init__(self, process: ReadingProcess) -> None:
        self._process = process

    def carry_out(
        self, effect: Effect, cancel: threading.Event, say: Say
    ) -> PageRead | PageUnreadable | FieldsProposed | None:
        match effect:
            case ReadPage():
                return self._read(effect, cancel)
            case ProposeFields():
                return FieldsProposed(propose(effect.pages, known(effect.holder)))
            case _:
                return None

    def close(self) -> None:
        self._process.stop()

    def _read(self, effect: ReadPage, cancel: threading.Event) -> PageRead | PageUnreadable | None:
        try:
            return PageRead(effect.page_id, self._process.read(effect.data, effect.index, cancel))
        except ReadingCancelled:
            return None
        except ReadingError as error:
            # The message names folders and libraries, never what stands on a page.
            log.error("a page could not be read: %s", error)
            return PageUnreadable(effect.page_id)


def known(holder: Holder | None) -> KnownPerson | None:
    """What the document says, for the reader of names and numbers to compare with."""
    if holder is None:
        return None
    return KnownPerson(name=holder.name, id_number=holder.id_number, address=holder.registered_address)
