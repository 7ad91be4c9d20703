"""What surrounds every step: language, large type, contrast, clock, progress, leaving, calling staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import Property, QObject, QTimer, QUrl, Signal, Slot

from kiosk.flow.doors.events import AttendantAsked, QueueAsked, VisitParked
from kiosk.flow.events import Abandoned, StaffAsked, WentBack
from kiosk.flow.handover import Locale
from kiosk.flow.staff import locked
from kiosk.flow.visit import Help, Step, Visit
from kiosk.ui.hall import HallInfo
from kiosk.ui.words import FOLDER, Language, catalogue, following
from kiosk.views.model import HALL_ZONE

#: how often the clock looks, ms: it shows minutes and must not lag visibly
CLOCK_TICK = 1000


def stage_of(step: Step) -> int:
    """Place in 证件 · 材料 · 核对 · 提交 · 回执; -1 behind the other doors, which have no such stages."""
    match step:
        case Step.IDLE | Step.NOTICE | Step.CARD | Step.EARLIER | Step.COMPANY:
            return 0
        case Step.PAGES:
            return 1
        case Step.FORM:
            return 2
        case Step.SUBMIT:
            return 3
        case Step.RECEIPT | Step.RATING:
            return 4
        case Step.ASK | Step.GUIDE | Step.PAPERS | Step.ATTENDANT | Step.WAITING:
            return -1
        case _:
            assert_never(step)


class Shell(QObject):
    """The context object `shell` of every QML file."""

    happened = Signal(object)
    stayed = Signal()
    lookChanged = Signal()
    hallChanged = Signal()
    stepChanged = Signal()
    #: the page shown goes, another follows at once
    left = Signal()
    helpChanged = Signal()
    busyChanged = Signal()
    clockChanged = Signal()
    stillThereChanged = Signal()
    handedChanged = Signal()

    def __init__(
        self,
        hall: HallInfo,
        now: Callable[[], datetime],
        language: Language,
        new_id: Callable[[], str] = lambda: "",
        words: Path = FOLDER,
    ) -> None:
        """`words`: folder of the languages beside Chinese and English."""
        super().__init__()
        self._words = words
        self._hall = hall
        self._now = now
        self._new_id = new_id
        self._usual = language
        self._language = language
        self._large = self._contrast = False
        #: large type and high contrast with which every visit begins
        self._plain = (False, False)
        self._leaflets = True
        self._step = Step.IDLE
        self._busy: frozenset[str] = frozenset()
        self._help = Help.NONE
        self._visit = Visit()
        self._still_there = 0
        self._clock = ("", "")
        self._tick()
        self._timer = QTimer(self, interval=CLOCK_TICK)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def show(self, visit: Visit) -> None:
        """Follow the visit; when it ends the next visitor finds the hall's own language and plain type again."""
        handed = (locked(visit), visit.handover, visit.desk, len(visit.parked))
        changed = handed != (locked(self._visit), self._visit.handover, self._visit.desk, len(self._visit.parked))
        self._visit = visit
        if changed:
            self.handedChanged.emit()
        if visit.busy != self._busy:
            self._busy = visit.busy
            self.busyChanged.emit()
        if visit.help is not self._help:
            self._help = visit.help
            self.helpChanged.emit()
        if visit.step is self._step:
            return
        self._step = visit.step
        if visit.step is Step.IDLE and (self._language, self._large, self._contrast) != (self._usual, *self._plain):
            # neither the last page nor the first is laid out in a look in which nobody sees it
            self.left.emit()
            self.set_look(self._usual, large=self._plain[0], contrast=self._plain[1])
        self.stepChanged.emit()
        self.busyChanged.emit()
        if visit.step is Step.IDLE:
            self.warn(0)

    def set_usual(self, hall: HallInfo, *, large: bool, contrast: bool, leaflets: bool) -> None:
        """What the hall says of itself, and how its visits begin; shown at once while nobody is there.

        `leaflets`: what a matter needs, and forms to print, are offered.
        """
        self._hall, self._plain, self._leaflets = hall, (large, contrast), leaflets
        self.hallChanged.emit()
        if self._step is Step.IDLE:
            self.set_look(large=large, contrast=contrast)

    def set_look(
        self, language: Language | None = None, *, large: bool | None = None, contrast: bool | None = None
    ) -> None:
        """Change what is given, leave the rest."""
        self._language = self._language if language is None else language
        self._large = self._large if large is None else large
        self._contrast = self._contrast if contrast is None else contrast
        self.lookChanged.emit()

    def warn(self, seconds: int) -> None:
        """Ask "are you still there?" with the seconds left; 0 takes the question away."""
        self._still_there = seconds
        self.stillThereChanged.emit()

    def _tick(self) -> None:
        at = self._now().astimezone(HALL_ZONE)
        clock = (f"{at:%H:%M}", f"{at:%Y-%m-%d}")
        if clock != self._clock:
            self._clock = clock
            self.clockChanged.emit()

    @Property(dict, notify=hallChanged)
    def hall(self) -> dict[str, str]:
        return self._hall.drawn()

    @Property(bool, notify=hallChanged)
    def leaflets(self) -> bool:
        return self._leaflets

    @Slot(str, result="QVariantMap")
    def catalogue(self, language: str) -> dict[str, str]:
        """The sentences; the language button names the language it leads to."""
        one, folder = Language(language), self._words
        return catalogue(one, folder) | {"tool_language": catalogue(following(one, folder), folder)["tool_language"]}

    @Property(str, notify=lookChanged)
    def language(self) -> str:
        return self._language.value

    @Property(str, notify=lookChanged)
    def locale(self) -> str:
        """The one of the two languages of slips, notices and the window in which this visitor is answered."""
        return self._locale

    @property
    def _locale(self) -> Locale:
        return "en" if self._language == Language.ENGLISH else "zh"

    @Slot()
    def nextLanguage(self) -> None:
        self.set_look(following(self._language, self._words))

    def _is_large(self) -> bool:
        return self._large

    def _set_large(self, on: bool) -> None:
        self.set_look(large=on)

    large = Property(bool, _is_large, _set_large, notify=lookChanged)

    def _is_contrast(self) -> bool:
        return self._contrast

    def _set_contrast(self, on: bool) -> None:
        self.set_look(contrast=on)

    contrast = Property(bool, _is_contrast, _set_contrast, notify=lookChanged)

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._step.value

    @Property(QUrl, notify=stepChanged)
    def source(self) -> QUrl:
        """The QML file of the present step, seen from Main.qml."""
        return QUrl(f"../views/{self._step.value.capitalize()}.qml")

    @Property(int, notify=stepChanged)
    def stage(self) -> int:
        return stage_of(self._step)

    @Property(bool, notify=busyChanged)
    def backOffered(self) -> bool:
        """Not while the matter is being handed in: what is on its way cannot be changed."""
        return self._step not in (Step.IDLE, Step.RECEIPT, Step.RATING) and "submit" not in self._busy

    @Property(str, notify=helpChanged)
    def help(self) -> str:
        """What became of the call for a person: "none", "calling", "coming" or "unreachable"."""
        return self._help.value

    @Property(bool, notify=handedChanged)
    def locked(self) -> bool:
        """A window has the visit."""
        return locked(self._visit)

    @Property(str, notify=handedChanged)
    def window(self) -> str:
        """How that window calls itself, ""."""
        return self._visit.handover.window if self._visit.handover else ""

    @Property(bool, notify=handedChanged)
    def desk(self) -> bool:
        """Staff work this terminal at a window."""
        return self._visit.desk

    @Property(int, notify=handedChanged)
    def waiting(self) -> int:
        """How many visits are parked."""
        return len(self._visit.parked)

    @Property(str, notify=clockChanged)
    def clock(self) -> str:
        return self._clock[0]

    @Property(str, notify=clockChanged)
    def today(self) -> str:
        return self._clock[1]

    @Property(int, notify=stillThereChanged)
    def stillThere(self) -> int:
        return self._still_there

    @Slot()
    def back(self) -> None:
        self.happened.emit(WentBack())

    @Slot()
    def abandon(self) -> None:
        self.happened.emit(Abandoned())

    @Slot()
    def callStaff(self) -> None:
        self.happened.emit(StaffAsked(self._locale))

    @Slot()
    def attend(self) -> None:
        self.happened.emit(AttendantAsked(self._new_id()))

    @Slot()
    def park(self) -> None:
        self.happened.emit(VisitParked(self._now()))

    @Slot()
    def queue(self) -> None:
        self.happened.emit(QueueAsked(self._new_id(), self._now()))

    @Slot()
    def stay(self) -> None:
        self.warn(0)
        self.stayed.emit()
