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


#: units of a limit as the centre words them, the longer before its own end
_UNITS = (
    ("个工作日", "working days"),
    ("工作日", "working days"),
    ("个月", "months"),
    ("分钟", "minutes"),
    ("小时", "hours"),
    ("日", "days"),
)


def in_english(limit: str) -> str:
    """5分钟 as "5 minutes"; what is worded otherwise stays as it came."""
    for chinese, english in _UNITS:
        number = limit.removesuffix(chinese)
        if number != limit and number.isdecimal():
            return f"{number} {english.removesuffix('s') if number == '1' else english}"
    return limit


def clock_row(line: ClockLine) -> dict[str, object]:
    """One time limit as a row that QML draws."""
    return {
        "name": f"{line.name}　{line.limit}",
        "nameEn": f"{line.name_en}, {in_english(line.limit)}" if line.name_en else "",
        "due": moment(line.due_at),
        "met": line.met,
        "late": line.late,
        "basis": line.legal_basis,
        "basisEn": line.legal_basis_en,
    }
