"""A `CardReader` over a security module: find, select, read, and what to try again. The carrier is someone else's."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import TracebackType
from typing import Self

from drivers.cards.errors import NotAnIdentityCard
from drivers.cards.idcard import IdentityCard
from drivers.cards.recorded import opened
from drivers.cards.sam import Answer, Command, MalformedAnswer, parse_base_message, parse_sam_number
from drivers.cards.samlink import OpenPort, SamLink
from drivers.cards.samstatus import Reaction, SamStatus, error_of, reaction
from drivers.cards.textblock import decode, decode_extra_addresses
from drivers.core.errors import Cancelled, DeviceAbsent, DeviceError, DeviceFault
from drivers.core.recording import Recorder
from drivers.core.status import Absent, Faulty, Ready, Status

log = logging.getLogger("hall.drivers.cards")

#: between two looks for a card; a look itself takes 40 ms, so a card lies there 50 ms on average before it is found
POLL_S = 0.06
#: between two looks whether a card that was read still lies there
STILL_THERE_S = 0.15
#: a card that moved is looked for again this often, within this time
RESTARTS = 3
RESTART_WINDOW_S = 5.0
RESTART_PAUSE_S = 0.1


class SamCardReader:
    """`CardReader` on SAM_V frames. `open_port` opens the carrier; `today` decides about expiry.

    With `extra_addresses` the addresses noted on the chip after it was issued are read too, a further 50 ms.
    """

    def __init__(self, open_port: OpenPort, *, today: Callable[[], date], extra_addresses: bool = False) -> None:
        self._link = SamLink(open_port)
        self._today = today
        self._with_extra_addresses = extra_addresses
        #: the module has found a card and waits for the selection
        self._found = False
        #: the card lying there was read, and the module holds it selected
        self._held = False
        #: the card lying there is of no use; it counts again after it left
        self._refused = False

    def record(self, recorder: Recorder) -> None:
        """Write all traffic from now on to `recorder`; call before the first use."""
        open_port = self._link.open_port
        self._link.open_port = lambda cancel: opened(open_port, cancel, recorder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._link.close()

    def status(self) -> Status:
        """Ask the module how it is and for its number; never raises."""
        never = threading.Event()
        try:
            state = self._link.ask(Command.STATUS, cancel=never, sends=1)
            if state.status is not SamStatus.OK:
                raise error_of(state.status, state.code)
            number = self._link.ask(Command.SAM_NUMBER, cancel=never, sends=1)
            return Ready(f"SAM {parse_sam_number(number.data)}" if number.status is SamStatus.OK else "SAM")
        except DeviceAbsent as error:
            return Absent(error.cause, error.remedy)
        except DeviceError as error:
            return Faulty(error.cause, error.remedy)

    def wait_card(self, *, timeout: float, cancel: threading.Event) -> bool:
        """See `CardReader.wait_card`."""
        deadline = time.monotonic() + timeout
        while True:
            there = self._find(cancel)
            self._refused = self._refused and there
            if there and not self._refused:
                return True
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return False
            _pause(min(POLL_S, remaining), cancel)

    def wait_removed(self, *, timeout: float, cancel: threading.Event) -> bool:
        """See `CardReader.wait_removed`."""
        deadline = time.monotonic() + timeout
        while True:
            there = self._still_held(cancel) if self._held else self._find(cancel)
            if not there:
                self._held = self._refused = False
                return True
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return False
            _pause(min(STILL_THERE_S, remaining), cancel)

    def read(self, *, cancel: threading.Event) -> IdentityCard:
        """See `CardReader.read`."""
        try:
            card = self._decode(self._read_with_restarts(cancel))
        except NotAnIdentityCard:
            self._refused = True
            raise
        if self._with_extra_addresses:
            card = replace(card, extra_addresses=self._extra_addresses(cancel))
        return card

    def _read_with_restarts(self, cancel: threading.Event) -> Answer:
        deadline = time.monotonic() + RESTART_WINDOW_S
        for restart in range(RESTARTS + 1):
            answer = self._pass(cancel)
            self._found = False
            if answer.status is SamStatus.OK:
                self._held = True
                return answer
            log.info("status %02X, card words %04X", answer.code, answer.card_words)
            last = restart == RESTARTS or time.monotonic() >= deadline
            if last or reaction(answer.status) is not Reaction.FIND_AGAIN:
                break
            _pause(RESTART_PAUSE_S, cancel)
        raise error_of(answer.status, answer.code)

    def _pass(self, cancel: threading.Event) -> Answer:
        """Go from find to read once; return the answer of the step that failed, or the card's data."""
        if not self._found:
            answer = self._ask_find(cancel)
            if answer.status is not SamStatus.CARD_FOUND:
                return answer
        self._held = False
        answer = self._link.ask(Command.SELECT, cancel=cancel)
        if answer.status is not SamStatus.OK:
            return answer
        return self._link.ask(Command.READ_BASE, cancel=cancel)

    def _decode(self, answer: Answer) -> IdentityCard:
        try:
            message = parse_base_message(answer.data)
        except MalformedAnswer as error:
            raise DeviceFault("读卡器的数据自相矛盾 · The reader's data contradict themselves") from error
        return decode(message.text, message.photo, today=self._today())

    def _extra_addresses(self, cancel: threading.Event) -> tuple[str, ...]:
        """Ask for what was added to the chip; a module or card that has none, or has moved, costs nothing else."""
        answer = self._link.ask(Command.READ_NEW_ADDRESS, cancel=cancel)
        if answer.status is not SamStatus.OK:
            return ()
        try:
            return decode_extra_addresses(answer.data)
        except MalformedAnswer:
            log.info("extra addresses of %d bytes passed over", len(answer.data))
            return ()

    def _find(self, cancel: threading.Event) -> bool:
        # a card just laid down may miss one look; the next one is near
        answer = self._link.ask(Command.FIND, cancel=cancel)
        self._found = answer.status is SamStatus.CARD_FOUND
        if reaction(answer.status) is Reaction.GIVE_UP:
            raise error_of(answer.status, answer.code)
        return self._found

    def _ask_find(self, cancel: threading.Event) -> Answer:
        """Find, and once more at once when nothing was found: a card just laid down often misses the first call."""
        answer = self._link.ask(Command.FIND, cancel=cancel)
        if answer.status is SamStatus.FIND_FAILED:
            answer = self._link.ask(Command.FIND, cancel=cancel)
        return answer

    def _still_held(self, cancel: threading.Event) -> bool:
        """Ask the selected card for its number: it answers as long as it lies there."""
        answer = self._link.ask(Command.READ_CARD_NUMBER, cancel=cancel)
        if answer.status is SamStatus.BAD_COMMAND:
            # older modules do not know 30 05; the newest address (or "none") serves as well
            answer = self._link.ask(Command.READ_NEW_ADDRESS, cancel=cancel)
        return reaction(answer.status) is Reaction.PROCEED


def _pause(seconds: float, cancel: threading.Event) -> None:
    if cancel.wait(seconds):
        raise Cancelled()
