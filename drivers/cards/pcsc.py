"""Readers on PC/SC that report cards to the daemon: READ BINARY over a virtual file, or SAM_V frames in APDUs or escapes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from datetime import date
from types import TracebackType
from typing import Self, TypeVar, assert_never

from drivers.cards.errors import CardRemoved, NotAnIdentityCard, SerialNumberOnly
from drivers.cards.exchange import ExchangePort, frame_by_apdu
from drivers.cards.idcard import IdentityCard
from drivers.cards.pcscprofile import ApduPrefix, Escape, UidOnly, VirtualFile, method_of, parse_method
from drivers.cards.pcscservice import Connection, OpenService, Service
from drivers.cards.recorded import RecordedService
from drivers.cards.sam import parse_base_message
from drivers.cards.samreader import SamCardReader
from drivers.cards.textblock import decode
from drivers.cards.virtualfile import read_virtual_file
from drivers.cards.winscard import (
    Context,
    PcscError,
    ReaderState,
    Response,
    Trouble,
    service_absent,
    service_hangs,
)
from drivers.core.blocking import TimedOut, run_blocking
from drivers.core.errors import Cancelled, DeviceAbsent, DeviceError, DeviceFault
from drivers.core.recording import Recorder
from drivers.core.status import Absent, Ready, Status

log = logging.getLogger("hall.drivers.cards")

#: longest stay inside the daemon while waiting; a cancel is seen after this at the latest
WAIT_SLICE_S = 0.2
STATUS_TIMEOUT_S = 0.8
#: powering a contactless chip takes up to a second, twice that after a bad contact
CONNECT_TIMEOUT_S = 4.0
#: one block of 256 bytes takes about 60 ms; a chip that hangs never answers
APDU_TIMEOUT_S = 3.0
#: a broken exchange is tried again this often while the card stays
READ_ATTEMPTS = 3
#: how long a daemon may take to notice that a card is gone
SETTLE_S = 2.5

T = TypeVar("T")


class PcscCardReader:
    """`CardReader` over pcscd.

    `reader` is a part of the reader's name; "" takes whichever reader has a card. `today` decides about expiry.
    `profile` names the reader's method as `parse_method` reads it, for one that the table does not know.
    """

    def __init__(
        self, reader: str = "", *, today: Callable[[], date], profile: str = "", open_service: OpenService = Context
    ) -> None:
        self._wanted = reader
        self._today = today
        self._method = parse_method(profile)
        self._open_service = open_service
        self._context: Service | None = None
        #: reader name -> its event counter when the card lying there was read
        self._done: dict[str, int] = {}

    def record(self, recorder: Recorder) -> None:
        """Write all traffic from now on to `recorder`; call before the first use."""
        open_service = self._open_service
        self._open_service = lambda: RecordedService(open_service(), recorder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._context is not None:
            self._context.release()
            self._context = None

    def status(self) -> Status:
        """Name the readers found; never raises."""

        def ask() -> list[str]:
            service = self._open_service()
            try:
                return service.readers()
            finally:
                service.release()

        try:
            names = self._matching(run_blocking(ask, timeout=STATUS_TIMEOUT_S, cancel=threading.Event()))
            if not names:
                raise self._reader_absent()
        except DeviceError as error:
            return Absent(error.cause, error.remedy)
        except (TimedOut, PcscError):
            return service_hangs()
        return Ready(", ".join(names))

    def wait_card(self, *, timeout: float, cancel: threading.Event) -> bool:
        """See `CardReader.wait_card`."""
        return self._wait(lambda states: bool(self._unread(states)), timeout, cancel)

    def wait_removed(self, *, timeout: float, cancel: threading.Event) -> bool:
        """See `CardReader.wait_removed`. After a read only that reader counts; an unplugged one has an empty field."""
        watched = frozenset(self._done)

        def empty(states: list[ReaderState]) -> bool:
            return not any(s.present and (not watched or s.name in watched) for s in states)

        return self._wait(empty, timeout, cancel, may_vanish=True)

    def read(self, *, cancel: threading.Event) -> IdentityCard:
        """See `CardReader.read`; raises `SerialNumberOnly` on a reader without a security module."""
        states = self._states()
        unread = self._unread(states)
        if not unread and any(state.present for state in states):
            raise CardRemoved(
                "这张卡已经读过 · This card was already read",
                "请把卡拿开，再重新放上 · Lift the card and lay it down again",
            )
        if not unread:
            raise CardRemoved()
        target = unread[0]
        try:
            card = self._read_with_retries(target, cancel)
        except (NotAnIdentityCard, SerialNumberOnly):
            self._done[target.name] = target.events
            raise
        self._done[target.name] = target.events
        return card

    def _read_with_retries(self, target: ReaderState, cancel: threading.Event) -> IdentityCard:
        for attempt in range(1, READ_ATTEMPTS + 1):
            try:
                return self._read_once(target, cancel)
            except PcscError as error:
                log.info("attempt %d on %s failed: %s", attempt, target.name, error)
                if error.trouble is Trouble.MUTE:
                    raise NotAnIdentityCard() from error
                if error.trouble is Trouble.READER:
                    raise self._reader_absent() from error
                if error.trouble is Trouble.BUSY:
                    raise DeviceFault(
                        "读卡器被另一个程序独占 · Another program has the card reader for itself",
                        "请关闭其他读卡软件 · Close other card-reading software",
                    ) from error
                if self._has_left(target, 0.0 if error.trouble is Trouble.REFUSED else SETTLE_S, cancel):
                    raise CardRemoved() from error
        raise DeviceFault(
            "读卡多次中断 · Reading the card broke off several times",
            "请把卡拿开再平放；仍不行请重新插拔读卡器 · Lift the card and lay it flat; if it goes on, replug the reader",
        )

    def _read_once(self, target: ReaderState, cancel: threading.Event) -> IdentityCard:
        card = self._guarded(lambda context: context.connect(target.name), CONNECT_TIMEOUT_S, cancel)
        context = self._context
        try:
            method = self._method or method_of(target.name, card.atr())
            match method:
                case UidOnly():
                    raise SerialNumberOnly()
                case VirtualFile():
                    file = read_virtual_file(lambda apdu: self._transmit(card, apdu, cancel))
                case Escape(code):
                    return self._read_through_module(lambda frame: card.control(code, frame), cancel)
                case ApduPrefix():
                    return self._read_through_module(lambda frame: frame_by_apdu(card.transmit, method, frame), cancel)
                case _:
                    assert_never(method)
        finally:
            # after a hang the context was given up, and the card with it: letting go would wait for the hung exchange
            if self._context is context:
                card.disconnect()
        message = parse_base_message(file)
        return decode(message.text, message.photo, today=self._today())

    def _read_through_module(self, exchange: Callable[[bytes], bytes], cancel: threading.Event) -> IdentityCard:
        """Read by SAM_V frames; when the reader hangs the context is left to it."""
        context = self._open()
        port = ExchangePort(exchange, late=context.release)
        try:
            with SamCardReader(lambda _: port, today=self._today) as module:
                return module.read(cancel=cancel)
        finally:
            if port.abandoned:
                self._context = None

    def _transmit(self, card: Connection, apdu: bytes, cancel: threading.Event) -> Response:
        return self._guarded(lambda _: card.transmit(apdu), APDU_TIMEOUT_S, cancel)

    def _guarded(self, call: Callable[[Service], T], timeout: float, cancel: threading.Event) -> T:
        """Make a call that waits for the chip; when it does not come back the context is left to it."""
        context = self._open()
        try:
            return run_blocking(lambda: call(context), timeout=timeout, cancel=cancel, late=context.release)
        except Cancelled:
            self._context = None
            raise
        except TimedOut as error:
            self._context = None
            raise DeviceFault(
                "卡片没有应答 · The card does not answer",
                "请把卡拿开再放上；仍不行请重新插拔读卡器 · Lift the card and lay it again; if it goes on, replug the reader",
            ) from error

    def _has_left(self, target: ReaderState, patience: float, cancel: threading.Event) -> bool:
        def gone(states: list[ReaderState]) -> bool:
            return not any(s.name == target.name and s.present and s.events == target.events for s in states)

        return self._wait(gone, patience, cancel, may_vanish=True)

    def _wait(
        self,
        satisfied: Callable[[list[ReaderState]], bool],
        timeout: float,
        cancel: threading.Event,
        *,
        may_vanish: bool = False,
    ) -> bool:
        """Wait for a state of the readers; with `may_vanish` a missing reader is a state like any other."""
        deadline = time.monotonic() + timeout
        while True:
            if cancel.is_set():
                raise Cancelled()
            states = self._states(may_vanish=may_vanish)
            if satisfied(states):
                return True
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return False
            self._wait_change(states, min(WAIT_SLICE_S, remaining))

    def _wait_change(self, states: list[ReaderState], timeout: float) -> None:
        try:
            self._open().wait_change(states, timeout)
        except PcscError as error:
            # a reader pulled out while waiting is for the next look to report
            if error.trouble is not Trouble.READER:
                raise self._service_lost() from error

    def _states(self, *, may_vanish: bool = False) -> list[ReaderState]:
        """Return the state of the readers that match; raise `DeviceAbsent` when there is none and it may not vanish."""
        context = self._open()
        try:
            names = self._matching(context.readers())
            states = context.states(names) if names else []
        except PcscError as error:
            if error.trouble is not Trouble.READER:
                raise self._service_lost() from error
            states = []
        if not states and not may_vanish:
            raise self._reader_absent()
        return states

    def _unread(self, states: list[ReaderState]) -> list[ReaderState]:
        """Return the readers with a card not read yet; forget cards that have left."""
        lying = {state.name: state.events for state in states if state.present}
        self._done = {name: events for name, events in self._done.items() if lying.get(name) == events}
        return [state for state in states if state.present and state.name not in self._done]

    def _matching(self, names: list[str]) -> list[str]:
        return [name for name in names if self._wanted.casefold() in name.casefold()]

    def _open(self) -> Service:
        if self._context is None:
            self._context = self._open_service()
        return self._context

    def _service_lost(self) -> DeviceAbsent:
        """Drop a context whose daemon is gone, so that the next call meets the new one."""
        if self._context is not None:
            self._context.release()
            self._context = None
        return service_absent()

    def _reader_absent(self) -> DeviceAbsent:
        wanted = f"（{self._wanted}）" if self._wanted else ""
        return DeviceAbsent(
            f"没有接入 PC/SC 读卡器{wanted} · No PC/SC reader is attached {self._wanted}".rstrip(),
            "请检查读卡器的数据线，然后运行 hall devices list · Check the reader's cable, then run: hall devices list",
        )
