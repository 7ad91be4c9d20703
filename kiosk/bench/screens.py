"""Every screen as a picture: both languages, both orientations, large type, high contrast."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import click
from PIL import Image, ImageDraw, ImageOps
from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from kiosk.bench.doors import SPENT
from kiosk.bench.examples import AT, CHOOSING, HALL, PLACES, paper, visits
from kiosk.bench.fingers import Fingers
from kiosk.bench.subpages import subpages
from kiosk.flow.visit import Visit
from kiosk.ui.screen import Screen
from kiosk.ui.words import Language, languages

#: time for pictures to be decoded on their own thread and for layouts to settle, ms
SETTLE = 250
#: more taps and turns of a page than any sub-page needs
TRIES = 40


@dataclass(frozen=True, slots=True)
class Look:
    """One way to see a screen."""

    language: Language
    portrait: bool
    large: bool = False
    contrast: bool = False

    @property
    def name(self) -> str:
        words = [self.language.value, "portrait" if self.portrait else "landscape"]
        return "-".join(words + ["large"] * self.large + ["contrast"] * self.contrast)

    @property
    def size(self) -> tuple[int, int]:
        return (1080, 1920) if self.portrait else (1920, 1080)


LOOKS = (
    *(
        Look(language, upright, large=large)
        for language in languages()
        for upright in (True, False)
        for large in (False, True)
    ),
    Look(Language.CHINESE, portrait=True, contrast=True),
    Look(Language.ENGLISH, portrait=False, contrast=True),
)


def example_screen() -> Screen:
    """A screen of the example hall whose clock stands still, with everything on it that may be there."""
    screen = Screen(HALL, now=lambda: AT, new_id=lambda: "00000000-0000-4000-8000-000000000001")
    screen.voice.set_there(True)
    return screen


def put_on(screen: Screen, look: Look, visit: Visit, glimpse: tuple[QImage, str, float] | None = None) -> None:
    """Show a visit in a look, with what the camera sees. The look comes last, because an idle screen returns to the hall's own."""
    screen.window.resize(*look.size)
    screen.set_places(PLACES if visit.visit_id == CHOOSING else ())
    screen.show(visit)
    screen.look(*(glimpse if glimpse is not None else (None, "", 0.0)))
    screen.set_look(look.language, large=look.large, contrast=look.contrast)


def glimpse_of(name: str) -> tuple[QImage, str, float] | None:
    """What the camera sees on the screen of this name: a sheet of paper on a table, for the live ones."""
    if "-live" not in name:
        return None
    lying = name.rsplit("-", 1)[1]
    image = QImage(800, 600, QImage.Format.Format_RGB32)
    image.fill(QColor("#5A5148"))
    if lying != "empty":
        sheet = QImage()
        sheet.loadFromData(paper(1))
        painter = QPainter(image)
        painter.translate(400, 300)
        painter.rotate(-4)
        painter.drawImage(QRectF(-195, -275, 390, 550), sheet)
        painter.end()
    return image, lying, {"settling": 0.7, "settled": 1.0}.get(lying, 0.0)


class Album(QObject):
    """Takes one picture after the other on the running event loop, then calls `finished`."""

    def __init__(
        self, folder: Path, finished: Callable[[list[Path]], None], looks: Iterable[Look] = LOOKS, only: str = ""
    ) -> None:
        super().__init__()
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._finished = finished
        self._taken: list[Path] = []
        shown = [*((name, visit, ()) for name, visit in visits()), *subpages()]
        self._todo = [(look, name, visit, taps) for look in looks for name, visit, taps in shown if only in name]
        self._taps: list[str] = []
        self._tries = 0
        self._screen = example_screen()
        self._screen.window.show()

    def start(self) -> None:
        QTimer.singleShot(0, self._next)

    def _next(self) -> None:
        if not self._todo:
            self._screen.close()
            self._finished(self._taken)
            return
        look, name, visit, taps = self._todo[0]
        # what a tap opened before is gone with its step
        self._screen.show(Visit())
        self._taps, self._tries = list(taps), 0
        put_on(self._screen, look, visit, glimpse_of(name))
        self._screen.pace(SPENT)
        self._screen.warn_idle(20 if name == "sheet-still-there" else 0)
        QTimer.singleShot(SETTLE, self._tap)

    def _tap(self) -> None:
        """Tap one thing after the other; one that is out of sight is scrolled to first."""
        if not Fingers(self._screen.window).settled():
            # a long form is made between frames and shown once all of it stands
            QTimer.singleShot(SETTLE, self._tap)
            return
        if not self._taps:
            self._take()
            return
        if Fingers(self._screen.window).tap(self._taps[0]) is not None:
            del self._taps[0]
        self._tries += 1
        if self._tries > TRIES:
            raise LookupError(f"{self._todo[0][1]}: {self._taps[0]} cannot be tapped")
        QTimer.singleShot(SETTLE, self._tap)

    def _take(self) -> None:
        if not Fingers(self._screen.window).settled():
            QTimer.singleShot(SETTLE, self._take)
            return
        look, name, *_ = self._todo.pop(0)
        file = self._folder / f"{look.name}-{name}.png"
        self._screen.window.grabWindow().save(str(file))
        self._taken.append(file)
        self._next()


def take(folder: Path, *, only: str, look: str, as_json: bool) -> None:
    """Save every screen whose name holds `only` in the looks that hold `look`, and one contact sheet of all."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QGuiApplication.instance() or QGuiApplication([])

    def finished(taken: list[Path]) -> None:
        sheet = contact_sheet(taken, folder / "contact-sheet.jpg") if taken else None
        if as_json:
            click.echo(json.dumps({"pictures": [str(file) for file in taken], "sheet": str(sheet or "")}))
        else:
            click.echo(f"{len(taken)} 张 · pictures：{folder}，总览 · contact sheet：{sheet}")
        app.quit()

    album = Album(folder, finished, [one for one in LOOKS if look in one.name], only)
    album.start()
    app.exec()


def contact_sheet(pictures: list[Path], file: Path) -> Path:
    """Lay small copies of the pictures side by side, with their names."""
    cell_width, cell_height, label, across = 300, 420, 24, 8
    rows = -(-len(pictures) // across)
    sheet = Image.new("RGB", (across * cell_width, rows * (cell_height + label)), "#777777")
    draw = ImageDraw.Draw(sheet)
    for n, path in enumerate(pictures):
        left, top = n % across * cell_width, n // across * (cell_height + label)
        with Image.open(path) as picture:
            small = ImageOps.contain(picture.convert("RGB"), (cell_width - 8, cell_height))
        sheet.paste(small, (left + 4, top + label))
        draw.text((left + 4, top + 6), path.stem, fill="white")
    sheet.save(file, quality=85)
    return file
