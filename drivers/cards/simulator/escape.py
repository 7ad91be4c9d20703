"""A PC/SC service inside this process with one reader whose module takes SAM_V frames through an escape code."""

from __future__ import annotations

import threading

from drivers.cards.simulator.card import SyntheticCard
from drivers.cards.simulator.faults import Fault, Faults
from drivers.cards.simulator.sam import SimulatedSam
from drivers.cards.winscard import PcscError, ReaderState, Response, Trouble

NAME = "Simulated Escape 00"
#: no ATR of any table: the profile has to be named
ATR = bytes.fromhex("3b800181")
_LOOK_S = 0.01


class EscapeReader:
    """The reader: a bench for tests, and the service that drivers open."""

    supported = frozenset({Fault.PULL, Fault.HANG, Fault.STATUS, Fault.BAD_CHECKSUM, Fault.TRUNCATE})

    def __init__(self, sam: SimulatedSam, *, code: int = 1) -> None:
        self.sam = sam
        self.code = code
        self.plugged = True

    @property
    def faults(self) -> Faults:
        """The faults of its module."""
        return self.sam.faults

    def insert(self, card: SyntheticCard) -> None:
        """Lay a card down."""
        self.sam.insert(card)

    def remove(self) -> None:
        """Lift the card."""
        self.sam.remove()

    def open(self) -> EscapeService:
        """Open the service, as `winscard.Context` opens the daemon."""
        return EscapeService(self)


class EscapeService:
    """One context."""

    def __init__(self, reader: EscapeReader) -> None:
        self._reader = reader

    def readers(self) -> list[str]:
        """See `Service.readers`."""
        return [NAME] if self._reader.plugged else []

    def states(self, names: list[str]) -> list[ReaderState]:
        """See `Service.states`."""
        if not self._reader.plugged:
            raise PcscError(Trouble.READER, 0x80100009)
        sam = self._reader.sam
        return [ReaderState(NAME, sam.occupied, sam.changes, sam.changes) for name in names if name == NAME]

    def wait_change(self, known: list[ReaderState], timeout: float) -> None:
        """See `Service.wait_change`."""
        waited = 0.0
        pause = threading.Event()
        while waited < timeout and self.states([state.name for state in known]) == known:
            pause.wait(_LOOK_S)
            waited += _LOOK_S

    def connect(self, name: str) -> EscapeConnection:
        """See `Service.connect`."""
        if not self._reader.sam.occupied:
            raise PcscError(Trouble.NO_CARD, 0x8010000C)
        return self.connect_direct(name)

    def connect_direct(self, name: str) -> EscapeConnection:
        """See `Service.connect_direct`."""
        if name not in self.readers():
            raise PcscError(Trouble.READER, 0x80100009)
        return EscapeConnection(self._reader)

    def release(self) -> None:
        """See `Service.release`."""


class EscapeConnection:
    """One connection."""

    def __init__(self, reader: EscapeReader) -> None:
        self._reader = reader

    def atr(self) -> bytes:
        """See `Connection.atr`."""
        return ATR

    def transmit(self, apdu: bytes) -> Response:
        """See `Connection.transmit`; this reader passes no APDU on."""
        return Response(b"", 0x6D00)

    def control(self, code: int, data: bytes) -> bytes:
        """See `Connection.control`."""
        sam, pause = self._reader.sam, threading.Event()
        while not sam.faults.free.is_set():
            pause.wait(_LOOK_S)
        if not self._reader.plugged or code != self._reader.code:
            raise PcscError(Trouble.OTHER, 0x80100016)
        sent = b""
        for job in sam.receive(data):
            pause.wait(job.seconds)
            sent += b"".join(piece.data for piece in job.finish())
            job.after()
        return sent

    def disconnect(self) -> None:
        """See `Connection.disconnect`."""
