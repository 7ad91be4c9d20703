"""What all view-models share: they draw the visit they are given and turn taps into events; they decide nothing."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from PySide6.QtCore import QObject, Signal, SignalInstance

from kiosk.flow.visit import ClockLine, Visit

#: China keeps one civil time without daylight saving (国家标准 GB/T 7408 writes it +08:00)
HALL_ZONE = timezone(timedelta(hours=8))


class ViewModel(QObject):
    """`show` gives the visit to draw; `happened` carries one value of `kiosk.flow.events` per tap.

    A subclass declares its own `changed = Signal()`: Qt resolves the notify signal of a Python property only in the
    class that declares the property.
    """

    happened = Signal(object)
    changed: SignalInstance

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.visit = Visit()

    def show(self, visit: Visit) -> None:
        """Draw this state. Called on the GUI thread after each event."""
        self.visit = visit
        self.redraw()
        self.changed.emit()

    def redraw(self) -> None:
        """Bring lists up to date; plain properties read `self.visit` when asked."""


def moment(at: datetime) -> str:
    """2026-11-21 20:05, in the hall's time, readable in both languages."""
    return f"{at.astimezone(HALL_ZONE):%Y-%m-%d %H:%M}"


def clock_row(line: ClockLine) -> dict[str, object]:
    """One time limit as a row that QML draws."""
    return {
        "name": line.name,
        "limit": line.limit,
        "due": moment(line.due_at),
        "met": line.met,
        "basis": line.legal_basis,
    }
