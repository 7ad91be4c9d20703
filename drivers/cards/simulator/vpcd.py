"""A synthetic card on the virtual PC/SC reader of vsmartcard: it answers as a reader with a security module inside.

The reader (`vpcd`) listens on TCP; a card that connects lies on the reader, a card that closes was lifted. Messages
both ways: two bytes of length, big-endian, then the payload. A payload of one byte is a control: 0 power off, 1 power
on, 2 reset, 4 send the ATR; anything longer is an APDU.
"""

from __future__ import annotations

import fcntl
import socket
import struct
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from drivers.cards.simulator.card import SyntheticCard
from drivers.cards.simulator.faults import Fault, Faults
from drivers.cards.simulator.frameapdu import FrameApdus
from drivers.cards.simulator.pcscd import await_empty
from drivers.cards.simulator.physics import REAL, Physics

#: port of the first slot; the second slot listens on the next one
FIRST_PORT = 35963
#: storage card of PC/SC part 3, ISO 14443 type B part 3, card name FFB0
ATR = bytes.fromhex("3b8f8001804f0ca00000030607ffb00000000020")
#: an ordinary contactless reader's mapping of the same chip: no security module
ATR_WITHOUT_MODULE = bytes.fromhex("3b888001d1038605008080" + "0058")
_GET_ATR = 4
_SW_OK = b"\x90\x00"
_SW_BEYOND_END = b"\x6a\x82"
_SW_UNKNOWN_INSTRUCTION = b"\x6d\x00"


class SlotBusy(RuntimeError):
    """Another program on this machine has its card on the same virtual reader."""


class ReaderMissing(RuntimeError):
    """No virtual reader listens: pcscd does not run, or vsmartcard-vpcd is not installed."""


class VpcdSlot:
    """One slot of the virtual reader, owned from `__enter__` to `__exit__` so that two programs never mix cards."""

    supported = frozenset({Fault.PULL, Fault.HANG, Fault.WRONG_SW, Fault.TRUNCATE})

    def __init__(
        self,
        slot: int = 0,
        *,
        physics: Physics = REAL,
        faults: Faults | None = None,
        atr: bytes = ATR,
        patience: float = 30.0,
        module: FrameApdus | None = None,
    ) -> None:
        """`patience` is how many seconds to wait for another program to give the slot up.

        With `module` the reader takes SAM_V frames in pseudo-APDUs instead of FF B0.
        """
        self.port = FIRST_PORT + slot
        #: the reader's name in pcscd
        self.reader = f"Virtual PCD 00 {slot:02X}"
        self.physics = physics
        self.module = module
        self.faults = module.sam.faults if module else faults or Faults()
        self.atr = atr
        self._patience = patience
        self._lock_file: IO[bytes] | None = None
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._gone = threading.Event()

    def __enter__(self) -> Self:
        self._lock_file = _open_lock(Path(tempfile.gettempdir()) / f"hall-vpcd-{self.port}.lock")
        deadline = time.monotonic() + self._patience
        while True:
            try:
                fcntl.flock(self._lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    self._lock_file.close()
                    raise SlotBusy(f"{self.reader} 正被另一个程序使用 · Another program uses it") from None
                threading.Event().wait(0.1)
            else:
                await_empty(self.reader)
                return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()
        assert self._lock_file is not None
        self._lock_file.close()

    def insert(self, card: SyntheticCard) -> None:
        """Lay a card down, in place of any other. The daemon takes up to two seconds to notice."""
        self.remove()
        try:
            connection = socket.create_connection(("127.0.0.1", self.port), timeout=2.0)
        except OSError as error:
            raise ReaderMissing(
                f"127.0.0.1:{self.port} 没有虚拟读卡器 · No virtual reader listens there; "
                "请安装 vsmartcard-vpcd 并启动 pcscd · install vsmartcard-vpcd and start pcscd"
            ) from error
        connection.settimeout(None)
        if self.module is not None:
            self.module.sam.insert(card)
        self._socket = connection
        self._gone = threading.Event()
        self._thread = threading.Thread(
            target=self._serve, args=(connection, card, self._gone), name="vpcd-card", daemon=True
        )
        self._thread.start()

    def remove(self) -> None:
        """Lift the card; harmless when there is none."""
        if self._socket is None:
            return
        self._gone.set()
        _hang_up(self._socket)
        if self._thread is not None:
            self._thread.join()
        self._socket.close()
        self._socket = self._thread = None
        if self.module is not None:
            self.module.sam.remove()

    def _serve(self, connection: socket.socket, card: SyntheticCard, gone: threading.Event) -> None:
        while (message := _receive(connection)) is not None:
            if len(message) > 1:
                answer = self._apdu(message, card, gone)
                if answer is None:
                    _hang_up(connection)
                    return
            elif message == bytes([_GET_ATR]):
                answer = self.atr
            else:
                continue
            try:
                connection.sendall(struct.pack(">H", len(answer)) + answer)
            except OSError:
                return

    def _apdu(self, apdu: bytes, card: SyntheticCard, gone: threading.Event) -> bytes | None:
        """Return the answer to an APDU; None when the card has left meanwhile."""
        while not self.faults.free.is_set():
            if gone.wait(0.02):
                return None
        if self.module is not None:
            return self.module.answer(apdu, gone)
        if apdu[:2] != b"\xff\xb0" or len(apdu) < 5:
            return _SW_UNKNOWN_INSTRUCTION
        (offset,) = struct.unpack_from(">H", apdu, 2)
        end = offset + (apdu[4] or 256)
        pulled_at = self.faults.peek(Fault.PULL)
        if pulled_at is not None and int(pulled_at) < end:
            self.faults.take(Fault.PULL)
            return None
        if gone.wait(self.physics.block):
            return None
        if (word := self.faults.take(Fault.WRONG_SW)) is not None:
            return bytes.fromhex(word)
        if offset >= len(card.virtual_file):
            return _SW_BEYOND_END
        block = card.virtual_file[offset:end]
        if (kept := self.faults.take(Fault.TRUNCATE)) is not None:
            block = block[: int(kept)]
        return block + _SW_OK


def _open_lock(path: Path) -> IO[bytes]:
    """Open a lock file that another user may have made: reading is enough to lock it."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        path.touch(mode=0o644)
        return path.open("rb")


def _receive(connection: socket.socket) -> bytes | None:
    head = _exactly(connection, 2)
    return None if head is None else _exactly(connection, struct.unpack(">H", head)[0])


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        try:
            # the daemon sends length and payload apart and holds the second back until the first is acknowledged, which
            # the kernel would put off for 40 ms; the option lasts for one acknowledgement
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            piece = connection.recv(size - len(data))
        except OSError:
            return None
        if not piece:
            return None
        data += piece
    return data


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        # the daemon was faster
        return
