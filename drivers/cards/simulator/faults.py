"""What can go wrong at a simulated reader, armed from outside while it runs."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Faults by the name the console knows. Unless said otherwise each strikes the next base read, then is spent."""

    #: ARG bytes of the chip are read, then the card is gone
    PULL = "pull"
    #: nothing is answered any more until `clear`
    HANG = "hang"
    #: PC/SC: the next block is answered with the status word ARG (hex)
    WRONG_SW = "wrong-sw"
    #: frame: the check byte is wrong
    BAD_CHECKSUM = "bad-checksum"
    #: frame: the next command that could fail so is answered with SW3 = ARG (hex); 60 and 66 strike any command
    STATUS = "status"
    #: frame: the bytes ARG (hex) come first
    GARBAGE = "garbage"
    #: frame or block: only the first ARG bytes come
    TRUNCATE = "truncate"
    #: frame: the first AA is lost
    DROP_FIRST = "drop-first"
    #: frame: ARG seconds of silence in the middle
    PAUSE = "pause"
    #: frame: commands out of order are answered with 24, as a SAM multiplexer does, until `clear`
    MULTIPLEXER = "multiplexer"


@dataclass(slots=True)
class _Armed:
    fault: Fault
    argument: str
    times: int


class Faults:
    """The armed faults of one reader; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._armed: list[_Armed] = []
        #: set while no `HANG` is armed, so that a carrier can wait for it
        self.free = threading.Event()
        self.free.set()

    def arm(self, fault: Fault, argument: str = "", *, times: int = 1) -> None:
        """Let `fault` strike `times` times, after those armed before it."""
        with self._lock:
            self._armed.append(_Armed(fault, argument, times))
        if fault is Fault.HANG:
            self.free.clear()

    def clear(self) -> None:
        """Disarm everything."""
        with self._lock:
            self._armed.clear()
        self.free.set()

    def take(self, fault: Fault) -> str | None:
        """Spend one strike of the first armed `fault` and return its argument; None when it is not armed."""
        with self._lock:
            armed = next((a for a in self._armed if a.fault is fault), None)
            if armed is None:
                return None
            armed.times -= 1
            if armed.times <= 0:
                self._armed.remove(armed)
            return armed.argument

    def peek(self, fault: Fault) -> str | None:
        """Return the argument of the first armed `fault` without spending it."""
        with self._lock:
            return next((a.argument for a in self._armed if a.fault is fault), None)
