"""The context object `voice` of every QML file: whether the terminal can speak, does, and how loud."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot

#: percent a touch on louder or softer
STEP = 15
LOWEST, LOUDEST = 10, 100


class VoiceModel(QObject):
    """`set_usual` is the hall's choice, with which every visit begins; the rest is the visitor's.

    Signals: `asked` (say it once more), `read` (read the matter), `chosen` (on, off or another volume).
    """

    asked = Signal()
    read = Signal()
    chosen = Signal()
    changed = Signal()

    def __init__(self, *, on: bool = True, volume: int = 70) -> None:
        super().__init__()
        self._usual = (on, volume)
        self._on, self._volume = self._usual
        self._there = self._wanted = False

    def set_usual(self, *, on: bool, volume: int) -> None:
        """What the next visit begins with."""
        self._usual = (on, volume)

    def set_there(self, there: bool) -> None:
        """Whether anything would be heard: without a voice nothing on the screen speaks of one."""
        self._there = there
        self.changed.emit()

    def begin(self) -> None:
        """The next visitor finds what the hall set."""
        (self._on, self._volume), self._wanted = self._usual, False
        self.changed.emit()

    @property
    def wanted(self) -> bool:
        """This visitor asked for the voice, and not only the hall."""
        return self._wanted

    @Property(bool, notify=changed)
    def there(self) -> bool:
        return self._there

    @Property(bool, notify=changed)
    def on(self) -> bool:
        return self._on

    @Property(int, notify=changed)
    def volume(self) -> int:
        """Percent."""
        return self._volume

    @Property(bool, notify=changed)
    def loudest(self) -> bool:
        return self._volume >= LOUDEST

    @Property(bool, notify=changed)
    def softest(self) -> bool:
        return self._volume <= LOWEST

    @Slot()
    def toggle(self) -> None:
        self._on = self._wanted = not self._on
        self.changed.emit()
        self.chosen.emit()

    @Slot()
    def again(self) -> None:
        self._wanted = True
        self.asked.emit()

    @Slot()
    def readMatter(self) -> None:
        self.read.emit()

    @Slot()
    def louder(self) -> None:
        self._turn(STEP)

    @Slot()
    def softer(self) -> None:
        self._turn(-STEP)

    def _turn(self, by: int) -> None:
        self._volume = max(LOWEST, min(LOUDEST, self._volume + by))
        self.changed.emit()
        self.chosen.emit()
