"""Writes down what passes between a driver and its carrier; the driver notices nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from drivers.cards.masking import masked_file, masked_stream
from drivers.cards.pcscservice import Connection, Service
from drivers.cards.samlink import OpenPort, Port
from drivers.cards.winscard import PcscError, ReaderState, Response
from drivers.core.errors import DeviceError
from drivers.core.recording import Recorder, What

#: answers are held back until they can be masked as a whole, at most so many bytes
_HELD = 64 * 1024
_GET_RESPONSE = b"\x00\xc0\x00\x00"

T = TypeVar("T")


class RecordedPort:
    """A `Port` that passes everything on to another and records it."""

    def __init__(self, port: Port, recorder: Recorder) -> None:
        self._port = port
        self._recorder = recorder
        #: what came since the last command: when, and what
        self._came: list[tuple[float, bytes]] = []
        recorder.add(What.OPEN)

    def write(self, data: bytes) -> None:
        """See `Port.write`."""
        self._flush()
        self._recorder.add(What.OUT, data)
        self._passed(lambda: self._port.write(data))

    def read(self, timeout: float) -> bytes:
        """See `Port.read`."""
        data = self._passed(lambda: self._port.read(timeout))
        if data:
            self._came.append((self._recorder.now(), data))
            if sum(len(piece) for _, piece in self._came) > _HELD:
                self._flush()
        return data

    def drain(self) -> None:
        """See `Port.drain`."""
        self._flush()
        self._passed(self._port.drain)

    def close(self) -> None:
        """See `Port.close`."""
        self._flush()
        self._recorder.add(What.CLOSE)
        self._port.close()

    def _passed(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except DeviceError as error:
            self._flush()
            self._recorder.add(What.ERROR, cause=error.cause, remedy=error.remedy)
            raise

    def _flush(self) -> None:
        """Mask what came as one stream, for a frame may be cut anywhere, and write it in the pieces it came in."""
        whole = b"".join(piece for _, piece in self._came)
        shown = masked_stream(whole) if self._recorder.masked else whole
        start = 0
        for at, piece in self._came:
            data = shown[start : start + len(piece)]
            self._recorder.add(What.IN, data, at=at, masked=data != piece)
            start += len(piece)
        self._came.clear()


def opened(open_port: OpenPort, cancel: threading.Event, recorder: Recorder) -> Port:
    """Open a port that is recorded; that it cannot be opened is recorded too."""
    try:
        return RecordedPort(open_port(cancel), recorder)
    except DeviceError as error:
        recorder.add(What.ERROR, cause=error.cause, remedy=error.remedy)
        raise


class RecordedService:
    """A PC/SC `Service` that passes everything on to another and records what changes."""

    def __init__(self, service: Service, recorder: Recorder) -> None:
        self._service = service
        self._recorder = recorder
        self._names: list[str] | None = None
        self._states: list[ReaderState] | None = None
        recorder.add(What.OPEN)

    def readers(self) -> list[str]:
        """See `Service.readers`."""
        names = recorded_call(self._recorder, self._service.readers)
        if names != self._names:
            self._names = names
            self._recorder.add(What.READERS, names=names)
        return names

    def states(self, names: list[str]) -> list[ReaderState]:
        """See `Service.states`."""
        states = recorded_call(self._recorder, lambda: self._service.states(names))
        if states != self._states:
            self._states = states
            self._recorder.add(What.STATES, states=[[s.name, s.present, s.events] for s in states])
        return states

    def wait_change(self, known: list[ReaderState], timeout: float) -> None:
        """See `Service.wait_change`."""
        recorded_call(self._recorder, lambda: self._service.wait_change(known, timeout))

    def connect(self, name: str) -> Connection:
        """See `Service.connect`."""
        return RecordedConnection(recorded_call(self._recorder, lambda: self._service.connect(name)), self._recorder)

    def connect_direct(self, name: str) -> Connection:
        """See `Service.connect_direct`."""
        direct = recorded_call(self._recorder, lambda: self._service.connect_direct(name))
        return RecordedConnection(direct, self._recorder)

    def release(self) -> None:
        """See `Service.release`."""
        self._recorder.add(What.CLOSE)
        self._service.release()


class RecordedConnection:
    """A PC/SC `Connection` that passes everything on to another and records it."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self._connection = connection
        self._recorder = recorder
        #: where in the virtual file the next block lies; None when no file is being read
        self._offset: int | None = None
        #: the pieces of an answer that is still coming: when sent, command, when answered, answer
        self._chain: list[tuple[float, bytes, float, Response]] = []
        recorder.add(What.CONNECT)

    def atr(self) -> bytes:
        """See `Connection.atr`."""
        atr = recorded_call(self._recorder, self._connection.atr)
        self._recorder.add(What.CONNECT, atr)
        return atr

    def transmit(self, apdu: bytes) -> Response:
        """See `Connection.transmit`."""
        sent = self._recorder.now()
        try:
            response = self._connection.transmit(apdu)
        except PcscError as error:
            self._flush()
            self._recorder.add(What.OUT, apdu, at=sent)
            _add_error(self._recorder, error)
            raise
        if apdu[:2] == b"\xff\xb0":
            self._offset = int.from_bytes(apdu[2:4], "big")
        elif apdu[:4] != _GET_RESPONSE:
            self._offset = None
        self._chain.append((sent, apdu, self._recorder.now(), response))
        if response.sw >> 8 != 0x61 or sum(len(r.data) for *_, r in self._chain) > _HELD:
            self._flush()
        return response

    def control(self, code: int, data: bytes) -> bytes:
        """See `Connection.control`."""
        self._recorder.add(What.OUT, data, code=code)
        answer = recorded_call(self._recorder, lambda: self._connection.control(code, data))
        shown = masked_stream(answer) if self._recorder.masked else answer
        self._recorder.add(What.IN, shown, masked=shown != answer)
        return answer

    def disconnect(self) -> None:
        """See `Connection.disconnect`."""
        self._flush()
        self._recorder.add(What.CLOSE)
        self._connection.disconnect()

    def _flush(self) -> None:
        whole = b"".join(response.data for *_, response in self._chain)
        shown = whole
        if self._recorder.masked:
            shown = masked_stream(whole) if self._offset is None else masked_file(whole, self._offset)
        start = 0
        for sent, apdu, came, response in self._chain:
            data = shown[start : start + len(response.data)]
            start += len(response.data)
            self._recorder.add(What.OUT, apdu, at=sent)
            self._recorder.add(What.IN, data, at=came, masked=data != response.data, sw=f"{response.sw:04x}")
        self._chain.clear()


def recorded_call(recorder: Recorder, call: Callable[[], T]) -> T:
    """Make a PC/SC call; one that fails is recorded with its code."""
    try:
        return call()
    except PcscError as error:
        _add_error(recorder, error)
        raise


def _add_error(recorder: Recorder, error: PcscError) -> None:
    recorder.add(What.ERROR, trouble=error.trouble.value, code=error.code)
