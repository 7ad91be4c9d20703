"""What is plugged in and pulled out, told the moment it happens.

Folders of the kernel and the daemon's list of readers are compared several times a second, which costs next to nothing;
only when one of them changed is the machine looked through, the slow kinds last.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from drivers.health import Attached
from installer.fleet.listing import attached, there

POLL_S = 0.3
#: queues of CUPS make themselves known nowhere: they are asked for this often
SLOW_S = 30.0
_FOLDERS = ("/sys/bus/usb/devices", "/sys/class/tty", "/sys/class/video4linux", "/sys/class/hidraw")


@dataclass(frozen=True, slots=True)
class Change:
    """Something came, or went."""

    came: bool
    what: Attached


class Machine(Protocol):
    """What can be asked for its devices."""

    def signature(self) -> object:
        """Return something that differs when devices came or went; quick."""
        ...

    def attached(self, *, slow: bool) -> list[Attached]:
        """Name what is attached; see `installer.fleet.listing`."""
        ...


class ThisMachine:
    """The one we run on."""

    def signature(self) -> object:
        """See `Machine.signature`."""
        from drivers.cards.listing import reader_names

        names = reader_names()
        readers = tuple(names) if isinstance(names, list) else ()
        return readers, tuple(_names(folder) for folder in _FOLDERS)

    def attached(self, *, slow: bool) -> list[Attached]:
        """See `Machine.attached`."""
        return attached(slow=slow)


def arrivals(
    machine: Machine, cancel: threading.Event, *, poll: float = POLL_S, slow: float = SLOW_S
) -> Iterator[Change]:
    """Yield every change until `cancel`; what is there at the start comes first."""
    known: dict[str, Attached] = {}
    seen: object = None
    waited = slow
    while not cancel.is_set():
        signature = machine.signature()
        if signature != seen:
            quick = there(machine.attached(slow=False))
            kept = {name: one for name, one in known.items() if one.kind in ("scanner", "queue")}
            yield from _changes(known, kept | quick)
            known = kept | quick
        if signature != seen or waited >= slow:
            fresh = there(machine.attached(slow=True))
            yield from _changes(known, fresh)
            known, waited = fresh, 0.0
        seen = signature
        cancel.wait(poll)
        waited += poll


def tell(machine: Machine, cancel: threading.Event, say: Callable[[Change], None]) -> None:
    """Call `say` for every change until `cancel`."""
    for change in arrivals(machine, cancel):
        say(change)


def _changes(before: dict[str, Attached], after: dict[str, Attached]) -> Iterator[Change]:
    yield from (Change(False, one) for name, one in before.items() if name not in after)
    yield from (Change(True, one) for name, one in after.items() if name not in before)


def _names(folder: str) -> tuple[str, ...]:
    try:
        return tuple(sorted(path.name for path in Path(folder).iterdir()))
    except OSError:
        # a kernel without such devices has no such folder
        return ()
