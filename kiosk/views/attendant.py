"""The attendant's room: a PIN first, then how the terminal is and what can be tried."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.doors.events import (
    DeskChanged,
    ExitAsked,
    PinTyped,
    ReportAsked,
    RollChanged,
    SendNow,
    TrialAsked,
)
from kiosk.flow.doors.state import Attending, DeviceLine, Report, Trial
from kiosk.flow.events import WentBack
from kiosk.flow.pace import Spent
from kiosk.flow.visit import Mishap, Part, Visit
from kiosk.views.model import ViewModel, moment

#: no device, and missed like one
NO_READING = DeviceLine(
    "文字识别 · Text recognition",
    "faulty",
    "读不出材料上的字，来访人自己填写 · Papers cannot be read, visitors write themselves",
    "请运行 hall doctor，按提示修复 · Run hall doctor and do what it says",
)


def _halves(text: str) -> dict[str, str]:
    """Chinese and English of what a driver says, "中文 · English"."""
    chinese, _, english = text.partition(" · ")
    return {"zh": chinese, "en": english or chinese}


class AttendantModel(ViewModel):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pace: tuple[Spent, ...] = ()

    @property
    def _door(self) -> Attending:
        return self.visit.door if isinstance(self.visit.door, Attending) else Attending(Visit())

    @property
    def _report(self) -> Report | None:
        return self._door.report

    def paced(self, pace: tuple[Spent, ...]) -> None:
        """Seconds of the visit beneath, or of the last one."""
        self._pace = pace
        self.changed.emit()

    @Property(bool, notify=changed)
    def admitted(self) -> bool:
        return self._door.admitted

    @Property(bool, notify=changed)
    def closed(self) -> bool:
        return self._door.closed

    @Property(int, notify=changed)
    def wait(self) -> int:
        """Seconds until the next PIN is looked at; -1 while none was wrong."""
        return self._door.wait

    @Property(bool, notify=changed)
    def checking(self) -> bool:
        return "pin" in self.visit.busy

    @Property(bool, notify=changed)
    def beneath(self) -> bool:
        """A visit waits beneath."""
        return bool(self._door.beneath.visit_id)

    @Property(bool, notify=changed)
    def desk(self) -> bool:
        return self.visit.desk

    @Property(bool, notify=changed)
    def inspecting(self) -> bool:
        return "report" in self.visit.busy

    @Property(str, notify=changed)
    def at(self) -> str:
        return moment(self._report.at) if self._report else ""

    @Property(list, notify=changed)
    def devices(self) -> list[dict[str, object]]:
        lines = self._report.devices if self._report else ()
        if self._report and Part.OCR in self.visit.missing:
            lines += (NO_READING,)
        return [
            {"title": _halves(d.title), "state": d.state, "detail": _halves(d.detail), "remedy": _halves(d.remedy)}
            for d in lines
        ]

    @Property(list, notify=changed)
    def unsent(self) -> list[dict[str, object]]:
        lines = self._report.unsent if self._report else ()
        return [
            {
                "number": u.number,
                "kept": moment(u.kept_at),
                "state": u.state,
                "attempts": u.attempts,
                "next": moment(u.next_at),
            }
            for u in lines
        ]

    @Property(list, notify=changed)
    def mishaps(self) -> list[dict[str, object]]:
        known = {one.value for one in Mishap}
        counted = self._report.mishaps if self._report else ()
        return [
            {"word": f"mishap_{name}" if name in known else f"counted_{name}", "times": times}
            for name, times in counted
        ]

    @Property(int, notify=changed)
    def slips(self) -> int:
        return self._report.slips if self._report else 0

    @Property(str, notify=changed)
    def rollSince(self) -> str:
        return moment(self._report.roll_since) if self._report and self._report.roll_since else ""

    @Property(list, notify=changed)
    def versions(self) -> list[dict[str, str]]:
        return [{"name": name, "version": version} for name, version in (self._report.versions if self._report else ())]

    @Property(list, notify=changed)
    def pace(self) -> list[dict[str, object]]:
        return [
            {"word": f"pace_{one.step.value}", "seconds": round(one.seconds), "budget": one.budget, "over": one.over}
            for one in self._pace
        ]

    @Property(str, notify=changed)
    def trial(self) -> str:
        return self._door.tried.value if self._door.tried else ""

    @Property(str, notify=changed)
    def trialState(self) -> str:
        """ "under_way", "worked" or "failed"; "" before the first."""
        if self._door.tried is None:
            return ""
        if self._door.worked is None:
            return "under_way"
        return "worked" if self._door.worked else "failed"

    @Property(str, notify=changed)
    def trialFound(self) -> str:
        """Word of a mishap, ""; of a photograph its size."""
        found = self._door.found
        return f"mishap_{found}" if found in {one.value for one in Mishap} else ""

    @Property(str, notify=changed)
    def trialSize(self) -> str:
        return "" if self.trialFound else self._door.found

    @Slot(str)
    def typed(self, pin: str) -> None:
        self.happened.emit(PinTyped(pin))

    @Slot()
    def refresh(self) -> None:
        self.happened.emit(ReportAsked())

    @Slot(str)
    def attempt(self, trial: str) -> None:
        self.happened.emit(TrialAsked(Trial(trial)))

    @Slot()
    def newRoll(self) -> None:
        self.happened.emit(RollChanged())

    @Slot()
    def sendNow(self) -> None:
        self.happened.emit(SendNow())

    @Slot(bool)
    def leaveProgram(self, again: bool) -> None:
        self.happened.emit(ExitAsked(again))

    @Slot(bool)
    def setDesk(self, desk: bool) -> None:
        self.happened.emit(DeskChanged(desk))

    @Slot()
    def leave(self) -> None:
        self.happened.emit(WentBack())
