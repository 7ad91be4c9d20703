"""A visitor made of code: works the real window through a script of steps and measures each of them.

It reaches the kiosk through its window alone. Nothing here blocks: every wait is a timer on the running event loop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic
from typing import assert_never

from PySide6.QtCore import QObject, QTimer
from PySide6.QtQuick import QQuickView

from kiosk.bench.fingers import Fingers

#: how often a wait looks again, ms: shorter than a person notices
LOOK = 40
#: seconds a step may take unless it says otherwise
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Tap:
    """Press the item with this objectName once it is visible and enabled; scrolls to it first."""

    name: str
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True)
class WaitFor:
    """Wait until an item with this objectName can be used; with `gone`, until it cannot."""

    name: str
    gone: bool = False
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """Wait for something the window does not show, such as "the slip was cut"."""

    name: str
    holds: Callable[[], bool]
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True)
class Do:
    """Act in the world of the visitor, such as laying down a card; must return at once."""

    name: str
    act: Callable[[], None]
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True)
class Type:
    """Write into the entry with this objectName, replacing what it holds. The text never enters a report."""

    name: str
    text: str
    patience: float = PATIENCE


@dataclass(frozen=True, slots=True)
class Shot:
    """Save a picture of the window as <nn>-<name>.png."""

    name: str
    patience: float = PATIENCE


Action = Tap | WaitFor | WaitUntil | Do | Type | Shot


@dataclass(frozen=True, slots=True)
class StepReport:
    """What became of one step. `cause` is "" when it went well; `picture` is a path or ""."""

    step: str
    name: str
    seconds: float
    picture: str
    cause: str

    def as_json(self) -> dict[str, object]:
        return asdict(self)


class Visitor(QObject):
    """Works one window. `on_report` gets each StepReport as it is made."""

    def __init__(
        self,
        window: QQuickView,
        on_report: Callable[[StepReport], None] = lambda _: None,
        *,
        folder: Path | None = None,
    ) -> None:
        """`folder` takes the pictures; without it `Shot` steps make none."""
        super().__init__()
        self._window = window
        self._fingers = Fingers(window)
        self._on_report = on_report
        self._folder = folder
        self._script: list[Action] = []
        self._finished: Callable[[list[StepReport]], None] = lambda _: None
        self._reports: list[StepReport] = []
        self._began = 0.0
        self._pictures = 0
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)

    @property
    def turns(self) -> int:
        """How often a screen was turned so far."""
        return self._fingers.turns

    def run(self, script: Sequence[Action], finished: Callable[[list[StepReport]], None]) -> None:
        """Do the steps one after the other and return at once.

        `finished` gets all reports; a step that fails ends the script, and the last report names the cause.
        """
        self._script = list(script)
        self._finished = finished
        self._reports = []
        self._began = monotonic()
        self._timer.start()

    def stop(self) -> None:
        """Leave the script where it is; `finished` is not called."""
        self._timer.stop()

    def _look(self) -> None:
        if not self._timer.isActive():
            # a look that was asked for before the script ended
            return
        if not self._script:
            self._timer.stop()
            self._finished(self._reports)
            return
        action = self._script[0]
        try:
            done = self._try(action)
        except (OSError, RuntimeError, ValueError) as error:
            self._end(action, f"{type(error).__name__}: {error}")
            return
        if done:
            self._end(action, "")
        elif monotonic() - self._began > action.patience:
            self._end(action, f"没有等到 · not seen within {action.patience:g} s")

    def _try(self, action: Action) -> bool:
        """Do the step if it can be done now."""
        match action:
            case Tap(name):
                return self._fingers.tap(name) is not None
            case WaitFor(name, gone):
                return (self._fingers.find(name) is None) is gone
            case WaitUntil():
                return action.holds()
            case Do():
                action.act()
                return True
            case Type(name, text):
                return self._fingers.type(name, text) is not None
            case Shot():
                return True
            case _:
                assert_never(action)

    def _end(self, action: Action, cause: str) -> None:
        # A step that failed is worth a picture even when nobody asked for one.
        picture = self._picture(action.name) if isinstance(action, Shot) or cause else ""
        took = round(monotonic() - self._began, 3)
        report = StepReport(type(action).__name__.lower(), action.name, took, picture, cause)
        self._reports.append(report)
        self._script = [] if cause else self._script[1:]
        self._began = monotonic()
        self._on_report(report)
        if not self._script:
            # whoever waits for the answer does not wait for another look
            QTimer.singleShot(0, self._look)

    def _picture(self, name: str) -> str:
        if self._folder is None:
            return ""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._pictures += 1
        file = self._folder / f"{self._pictures:02d}-{name}.png"
        self._window.grabWindow().save(str(file))
        return str(file)
