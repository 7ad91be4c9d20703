"""Every screen as a picture: both languages, both orientations, large type, high contrast."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from kiosk.bench.examples import AT, HALL, visits
from kiosk.flow.visit import Visit
from kiosk.ui.screen import Screen
from kiosk.ui.words import Language

#: time for pictures to be decoded on their own thread and for layouts to settle, ms
SETTLE = 250


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
        for language in Language
        for upright in (True, False)
        for large in (False, True)
    ),
    Look(Language.CHINESE, portrait=True, contrast=True),
    Look(Language.ENGLISH, portrait=False, contrast=True),
)


def example_screen() -> Screen:
    """A screen of the example hall whose clock stands still."""
    return Screen(HALL, now=lambda: AT, new_id=lambda: "00000000-0000-4000-8000-000000000001")


def put_on(screen: Screen, look: Look, visit: Visit) -> None:
    """Show a visit in a look. The look comes last, because an idle screen returns to the hall's own."""
    screen.window.resize(*look.size)
    screen.show(visit)
    screen.set_language(look.language)
    screen.set_large(look.large)
    screen.set_contrast(look.contrast)


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
        self._todo = [(look, name, visit) for look in looks for name, visit in visits() if only in name]
        self._screen = example_screen()
        self._screen.window.show()

    def start(self) -> None:
        QTimer.singleShot(0, self._next)

    def _next(self) -> None:
        if not self._todo:
            self._screen.close()
            self._finished(self._taken)
            return
        look, _, visit = self._todo[0]
        put_on(self._screen, look, visit)
        QTimer.singleShot(SETTLE, self._take)

    def _take(self) -> None:
        look, name, _ = self._todo.pop(0)
        file = self._folder / f"{look.name}-{name}.png"
        self._screen.window.grabWindow().save(str(file))
        self._taken.append(file)
        self._next()


def main() -> None:
    """`python -m kiosk.bench.screens FOLDER [PART-OF-NAME] [LOOK]`: write the pictures and list them."""
    import sys

    import click
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication(sys.argv)
    only, wanted = (*sys.argv[2:], "", "")[:2]

    def finished(taken: list[Path]) -> None:
        for file in taken:
            click.echo(file)
        app.quit()

    album = Album(Path(sys.argv[1]), finished, [look for look in LOOKS if wanted in look.name], only)
    album.start()
    app.exec()


if __name__ == "__main__":
    main()
