"""The few PC/SC calls a card reader needs, typed, over pyscard.

pyscard's C layer is used rather than its object layer: that one keeps monitor threads and one context for the life of
the process, which a restarted daemon makes useless.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Any, Self

from drivers.core.errors import DeviceAbsent
from drivers.core.status import Faulty


def service_absent() -> DeviceAbsent:
    """The daemon is not there."""
    return DeviceAbsent(
        "PC/SC 服务 pcscd 没有运行 · The PC/SC service pcscd is not running",
        "请运行 systemctl start pcscd，然后运行 hall doctor · Run: systemctl start pcscd, then: hall doctor",
    )


def service_hangs() -> Faulty:
    """The daemon is there and does not answer."""
    return Faulty(
        "PC/SC 服务 pcscd 没有应答 · The PC/SC service pcscd does not answer",
        "请运行 systemctl restart pcscd · Run: systemctl restart pcscd",
    )


def _library_absent() -> DeviceAbsent:
    return DeviceAbsent(
        "没有安装 pyscard · pyscard is not installed",
        "请重新安装终端软件（附加组件 kiosk） · Install the kiosk software again (extra: kiosk)",
    )


class Trouble(StrEnum):
    """What a PC/SC return code means to a driver."""

    SERVICE = "service"
    READER = "reader"
    NO_CARD = "no_card"
    #: the exchange broke off: the card left, was reset, or its contact is bad
    BROKEN_OFF = "broken_off"
    #: something lies there that does not answer as a card should
    MUTE = "mute"
    BUSY = "busy"
    #: the card answered with an error word
    REFUSED = "refused"
    OTHER = "other"


class PcscError(Exception):
    """A PC/SC call failed."""

    def __init__(self, trouble: Trouble, code: int) -> None:
        self.trouble = trouble
        self.code = code
        super().__init__(f"PC/SC {code:08X} ({trouble.value})")


#: return codes of pcsc-lite and WinSCard
_TROUBLES = {
    0x8010001D: Trouble.SERVICE,  # SCARD_E_NO_SERVICE
    0x8010001E: Trouble.SERVICE,  # SCARD_E_SERVICE_STOPPED
    0x80100013: Trouble.SERVICE,  # SCARD_F_COMM_ERROR: the daemon went away
    0x80100003: Trouble.SERVICE,  # SCARD_E_INVALID_HANDLE: the daemon was restarted
    0x80100009: Trouble.READER,  # SCARD_E_UNKNOWN_READER
    0x80100017: Trouble.READER,  # SCARD_E_READER_UNAVAILABLE
    0x8010002E: Trouble.READER,  # SCARD_E_NO_READERS_AVAILABLE
    0x8010000C: Trouble.NO_CARD,  # SCARD_E_NO_SMARTCARD
    0x80100069: Trouble.NO_CARD,  # SCARD_W_REMOVED_CARD
    0x80100016: Trouble.BROKEN_OFF,  # SCARD_E_NOT_TRANSACTED
    0x8010002F: Trouble.BROKEN_OFF,  # SCARD_E_COMM_DATA_LOST
    0x80100068: Trouble.BROKEN_OFF,  # SCARD_W_RESET_CARD
    0x80100001: Trouble.BROKEN_OFF,  # SCARD_F_INTERNAL_ERROR: what some drivers say when the card leaves
    0x80100066: Trouble.MUTE,  # SCARD_W_UNRESPONSIVE_CARD
    0x80100067: Trouble.MUTE,  # SCARD_W_UNPOWERED_CARD
    0x80100065: Trouble.MUTE,  # SCARD_W_UNSUPPORTED_CARD
    0x8010000F: Trouble.MUTE,  # SCARD_E_PROTO_MISMATCH
    0x8010000B: Trouble.BUSY,  # SCARD_E_SHARING_VIOLATION
}
_TIMEOUT = 0x8010000A


@dataclass(frozen=True, slots=True)
class ReaderState:
    """One reader at one moment. `events` counts insertions and removals, so a quick exchange of cards is noticed."""

    name: str
    present: bool
    events: int
    #: dwEventState as the daemon gave it, handed back to wait for the next change
    raw: int


@dataclass(frozen=True, slots=True)
class Response:
    """Answer to an APDU: data and SW1 SW2 as one number."""

    data: bytes
    sw: int


class Context:
    """A connection to the PC/SC daemon. Raises `DeviceAbsent` when pyscard or the daemon is missing."""

    def __init__(self) -> None:
        try:
            from smartcard import scard
        except ImportError as error:
            raise _library_absent() from error
        self._scard: Any = scard
        code, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        if code:
            raise service_absent() from _error(code)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def release(self) -> None:
        """Leave the daemon; harmless when it is gone."""
        self._scard.SCardReleaseContext(self._context)

    def readers(self) -> list[str]:
        """Return the names of all readers, in the daemon's order."""
        code, names = self._scard.SCardListReaders(self._context, [])
        if code and _TROUBLES.get(_unsigned(code)) is Trouble.READER:
            return []
        _check(code)
        return list(names)

    def states(self, names: list[str]) -> list[ReaderState]:
        """Return the present state of the named readers at once."""
        return self._status_change([(name, self._scard.SCARD_STATE_UNAWARE) for name in names], 0)

    def wait_change(self, known: list[ReaderState], timeout: float) -> None:
        """Return when a reader is no longer as in `known`, or after `timeout` seconds."""
        self._status_change([(state.name, state.raw) for state in known], max(1, round(timeout * 1000)))

    def _status_change(self, asked: list[tuple[str, int]], milliseconds: int) -> list[ReaderState]:
        code, states = self._scard.SCardGetStatusChange(self._context, milliseconds, asked)
        if _unsigned(code) != _TIMEOUT:
            _check(code)
        return [
            ReaderState(
                name=name,
                present=bool(state & self._scard.SCARD_STATE_PRESENT),
                events=(state >> 16) & 0xFFFF,
                raw=state,
            )
            for name, state, _atr in states
        ]

    def connect(self, name: str) -> Card:
        """Power the card in reader `name`, shared with other programs."""
        scard = self._scard
        code, handle, protocol = scard.SCardConnect(
            self._context, name, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        )
        _check(code)
        return Card(scard, handle, protocol)

    def connect_direct(self, name: str) -> Card:
        """Talk to reader `name` itself, with or without a card."""
        scard = self._scard
        code, handle, protocol = scard.SCardConnect(self._context, name, scard.SCARD_SHARE_DIRECT, 0)
        _check(code)
        return Card(scard, handle, protocol)


class Card:
    """A connection to one powered card."""

    def __init__(self, scard: Any, handle: Any, protocol: int) -> None:
        self._scard = scard
        self._handle = handle
        self._pci = scard.SCARD_PCI_T0 if protocol == scard.SCARD_PROTOCOL_T0 else scard.SCARD_PCI_T1

    def atr(self) -> bytes:
        """Return the answer to reset, empty when the reader gives none."""
        code, _name, _state, _protocol, atr = self._scard.SCardStatus(self._handle)
        _check(code)
        return bytes(atr)

    def transmit(self, apdu: bytes) -> Response:
        """Exchange one APDU; blocks as long as the card takes."""
        code, answer = self._scard.SCardTransmit(self._handle, self._pci, list(apdu))
        _check(code)
        if len(answer) < 2:
            raise PcscError(Trouble.BROKEN_OFF, 0)
        return Response(bytes(answer[:-2]), answer[-2] << 8 | answer[-1])

    def control(self, code: int, data: bytes) -> bytes:
        """Send `data` to the reader under SCARD_CTL_CODE(`code`) and return what it answers."""
        result, answer = self._scard.SCardControl(self._handle, self._scard.SCARD_CTL_CODE(code), list(data))
        _check(result)
        return bytes(answer)

    def disconnect(self) -> None:
        """Let go of the card and leave it powered; harmless when it is gone."""
        self._scard.SCardDisconnect(self._handle, self._scard.SCARD_LEAVE_CARD)


def _unsigned(code: int) -> int:
    return code & 0xFFFFFFFF


def _error(code: int) -> PcscError:
    number = _unsigned(code)
    return PcscError(_TROUBLES.get(number, Trouble.OTHER), number)


def _check(code: int) -> None:
    if code:
        raise _error(code)
