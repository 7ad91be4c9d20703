"""A simulated module on a pseudo terminal: a driver opens its path as it would open a serial port.

A pty carries bytes at any speed. The speed is modelled: as on a wire, bytes sent while the driver's side is set to
another speed than the module's arrive as nothing the module can use.
"""

from __future__ import annotations

import contextlib
import os
import pty
import select
import termios
import threading
import tty
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from drivers.cards.samspeed import DEFAULT_BAUD, SPEEDS
from drivers.cards.simulator.card import SyntheticCard
from drivers.cards.simulator.faults import Fault, Faults
from drivers.cards.simulator.sam import Job, SimulatedSam

#: a module sends through a buffer of about this size
_CHUNK = 64
#: a command whose rest does not come for so long is answered as one of wrong length
_PATIENCE_S = 0.5
_BAUD = {speed: getattr(termios, f"B{speed}") for speed in SPEEDS.values()}


class SamPty:
    """Carries a `SimulatedSam` on a pty from `__enter__` to `__exit__`."""

    def __init__(self, sam: SimulatedSam) -> None:
        self.sam = sam
        self.path = ""
        self._stop = threading.Event()

    def __enter__(self) -> Self:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        # a driver that does not set a speed finds the factory setting
        mode = termios.tcgetattr(self._slave)
        mode[4] = mode[5] = _BAUD[DEFAULT_BAUD]
        termios.tcsetattr(self._slave, termios.TCSANOW, mode)
        os.set_blocking(self._master, False)
        self.path = os.ttyname(self._slave)
        self._wake, self._waker = os.pipe()
        self._thread = threading.Thread(target=self._serve, name="sam-pty", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()
        os.close(self._wake)
        os.close(self._waker)

    def unplug(self) -> None:
        """Pull the cable: the driver's port is gone from now on."""
        if self._stop.is_set():
            return
        self._stop.set()
        os.write(self._waker, b"x")
        self._thread.join()
        os.close(self._slave)
        os.close(self._master)

    def _serve(self) -> None:
        # the slave stays open here too: without it, a driver that closes its port would end the line for good
        while not self._stop.is_set():
            readable, _, _ = select.select([self._master, self._wake], [], [], _PATIENCE_S if self.sam.waits else None)
            if not readable:
                self._do(self.sam.silence())
            if self._master not in readable:
                continue
            data = os.read(self._master, 4096)
            if self._in_step():
                self._do(self.sam.receive(data))

    def _do(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            if self._stop.wait(job.seconds):
                return
            for piece in job.finish():
                if self._stop.wait(piece.delay):
                    return
                self._send(piece.data)
            job.after()

    def _in_step(self) -> bool:
        """Whether the driver's side is set to the module's speed, both ways."""
        mode = termios.tcgetattr(self._slave)
        return bool(mode[4] == mode[5] == _BAUD[self.sam.baud])

    def _send(self, data: bytes) -> None:
        for start in range(0, len(data), _CHUNK):
            chunk = data[start : start + _CHUNK]
            if self._stop.wait(len(chunk) * self.sam.physics.byte):
                return
            while chunk and not self._stop.is_set():
                _, writable, _ = select.select([], [self._master], [], 0.2)
                if writable:
                    chunk = chunk[os.write(self._master, chunk) :]


class PluggableReader:
    """A reader on a pty whose cable can be pulled and put back, from `__enter__` to `__exit__`.

    Plugged in again it is another terminal, as a real one may be another ttyUSB; `link` is a name that follows it.
    """

    def __init__(self, sam: SimulatedSam, link: Path | None = None) -> None:
        self.sam = sam
        self._link = link
        self._line: SamPty | None = None

    @property
    def faults(self) -> Faults:
        """The faults of its module."""
        return self.sam.faults

    @property
    def supported(self) -> frozenset[Fault]:
        """The faults that it can show."""
        return self.sam.supported

    def insert(self, card: SyntheticCard) -> None:
        """Lay a card down."""
        self.sam.insert(card)

    def remove(self) -> None:
        """Lift the card."""
        self.sam.remove()

    def unplug(self) -> None:
        """Pull the cable; harmless when it is out."""
        line, self._line = self._line, None
        if line is not None:
            self._unlink()
            line.__exit__(None, None, None)

    def plug(self) -> dict[str, Any]:
        """Put it back, if it is out; say where the reader is."""
        if self._line is None:
            self._line = SamPty(self.sam).__enter__()
            if self._link is not None:
                self._unlink()
                self._link.symlink_to(self._line.path)
        where = {"path": self._line.path, "baud": self.sam.baud}
        return where if self._link is None else where | {"link": str(self._link)}

    def _unlink(self) -> None:
        if self._link is not None:
            with contextlib.suppress(FileNotFoundError):
                self._link.unlink()

    def __enter__(self) -> Self:
        self.plug()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()
