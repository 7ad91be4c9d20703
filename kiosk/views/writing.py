"""Writing without a keyboard: letters and strokes go out, what they may mean is offered."""

from __future__ import annotations

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.events import Drawn, Spelled
from kiosk.reading.result import Stroke
from kiosk.views.model import ViewModel

#: the field is at most this many times as wide as high; points outside it are drawn at its edge
MAX_WIDTH = 6.0


class WritingModel(ViewModel):
    """The context object `scribe` of every QML file that takes words in."""

    changed = Signal()

    @Property(list, notify=changed)
    def candidates(self) -> list[dict[str, object]]:
        """The likeliest first; `letters` says how many typed letters a choice uses up."""
        return [{"text": one.text, "letters": one.letters} for one in self.visit.candidates]

    @Property(bool, notify=changed)
    def looking(self) -> bool:
        return "writing" in self.visit.busy

    @Slot(str)
    def spell(self, letters: str) -> None:
        self.happened.emit(Spelled(letters))

    @Slot("QVariantList")
    def draw(self, strokes: list[list[float]]) -> None:
        """Each stroke is right, down, right, down ... as parts of the height of the field."""
        self.happened.emit(Drawn(strokes_of(strokes)))


def strokes_of(drawn: list[list[float]]) -> tuple[Stroke, ...]:
    """What a WritingField holds, as the flow knows it."""
    lines = (tuple(zip(stroke[::2], stroke[1::2], strict=False)) for stroke in drawn)
    kept = tuple(tuple((_within(x, MAX_WIDTH), _within(y, 1.0)) for x, y in line) for line in lines)
    return tuple(line for line in kept if line)


def _within(value: float, most: float) -> float:
    return min(max(float(value), 0.0), most)
