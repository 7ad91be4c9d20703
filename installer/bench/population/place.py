"""The hall that a population visits: terminal, reader, printer and centre, and the hands that break and mend them."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from drivers.cards.simulator.pcscd import await_empty
from installer.bench.population.canary import found
from installer.demo.hall import CardReader, Hall, Printer, free_port
from installer.demo.petition import card_of
from installer.demo.processes import Child
from installer.demo.visitor import Visitor
from kiosk.bench.petition_pages import Petition
from kiosk.bench.petition_text import PersonText
from kiosk.uplink.outbox import LONGEST_PAUSE

#: loading the models on two busy cores
WARM_SECONDS = 120.0
#: a page is off the table at least so long when it is laid down anew
TURN_SECONDS = 0.6
#: what was kept meanwhile is sent once the centre is back, at the latest after the longest pause of the outbox
SYNC_SECONDS = LONGEST_PAUSE.total_seconds() + 30.0
SYNC_LOOK_SECONDS = 0.5


@dataclass
class Place:
    hall: Hall
    server: Child
    reader: CardReader
    printer: Printer
    key: Path
    kiosk: Child
    visitor: Visitor
    port: int
    _pages: int = 0
    #: everything the terminal writes below here is searched after each visit
    written: list[Path] = field(default_factory=list)
    #: seconds from the start of each terminal to its first screen, and until a page is read without waiting for models
    first_screen_s: list[float] = field(default_factory=list)
    warm_s: list[float] = field(default_factory=list)

    @classmethod
    def open(cls, hall: Hall) -> Self:
        """Start all parts; `hall` stops them."""
        temporary = hall.folder / "kiosk-temporary"
        temporary.mkdir(parents=True)
        (hall.folder / "pages").mkdir()
        hall.environment |= {"TMPDIR": str(temporary), "XDG_STATE_HOME": str(temporary)}
        port = free_port()
        server = hall.start_server(port)
        # a population takes longer than a notice may lie
        hall.start_worker()
        reader = hall.start_reader(hall.folder / "card.json")
        printer = hall.start_printer()
        key = hall.enrol_kiosk()
        began = time.monotonic()
        kiosk, visitor = hall.start_kiosk(key, hall.folder / "pages")
        written = [hall.folder / "kiosk", temporary, hall.log("kiosk")]
        place = cls(hall, server, reader, printer, key, kiosk, visitor, port, written=written)
        place._warm(began)
        return place

    def _warm(self, began: float) -> None:
        """A terminal loads its models while it is idle; a robot must not come in the very second it was switched on,
        because the seconds a person takes before the first page do not pass for it."""
        self.first_screen_s.append(self.hall.kiosk_start_seconds)
        self.visitor.warm(seconds=WARM_SECONDS)
        self.warm_s.append(time.monotonic() - began)

    def lift_card(self) -> None:
        """Take the card away, and wait as long as a person at least takes to lay down another: until it was noticed."""
        self.reader.remove()
        await_empty(self.hall.reader_name)

    def lay_card(self, person: PersonText) -> None:
        card = self.hall.folder / "card.json"
        card.write_text(json.dumps(card_of(person), ensure_ascii=False), encoding="utf-8")
        self.reader.insert()

    def lay_page(self, image: bytes) -> None:
        """Put the next page under the camera; the camera takes each once."""
        self._pages += 1
        page = self.hall.folder / "pages" / f"{self._pages:06d}.jpg"
        # lies there whole or not at all: the camera looks many times a second
        page.with_suffix(".part").write_bytes(image)
        page.with_suffix(".part").rename(page)

    def turn_page(self) -> None:
        """Take the page off, for as long as a hand at least takes: a camera sees that it went."""
        self.clear_table()
        threading.Event().wait(TURN_SECONDS)

    def clear_table(self) -> None:
        for page in (self.hall.folder / "pages").iterdir():
            page.unlink()

    def lose_centre(self) -> None:
        self.hall.forget(self.server)

    def bring_centre_back(self) -> None:
        self.server = self.hall.start_server(self.port)

    def power_cut(self) -> None:
        """End the terminal as a power cut would, and start it again."""
        self.hall.forget(self.kiosk)
        began = time.monotonic()
        self.kiosk, self.visitor = self.hall.start_kiosk(self.key, self.hall.folder / "pages")
        self._warm(began)

    def memory_mb(self) -> tuple[float, float]:
        """Memory of the terminal, without and with the processes that it started; what several share is shared out."""
        own, *others = (_share_mb(pid) for pid in _family(self.kiosk.pid))
        return round(own, 1), round(own + sum(others), 1)

    def traces(self, wanted: list[bytes]) -> list[str]:
        """Return the files of the terminal that hold any of it in clear."""
        folders = [path for path in self.written if path.is_dir()]
        return found(folders, wanted) + [
            str(path) for path in self.written if path.is_file() and any(w in path.read_bytes() for w in set(wanted))
        ]

    def missing(self, numbers: set[str]) -> set[str]:
        """Wait until the centre has all of these matters; return those that never came."""
        deadline, pause = time.monotonic() + SYNC_SECONDS, threading.Event()
        while (left := numbers - self._registered()) and time.monotonic() < deadline:
            pause.wait(SYNC_LOOK_SECONDS)
        return left

    def _registered(self) -> set[str]:
        database = self.hall.folder / "server" / "hall.sqlite3"
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            return {str(row[0]) for row in connection.execute("SELECT number FROM petition_case")}
        finally:
            connection.close()


def _family(pid: int) -> list[int]:
    """This process and all below it, the eldest first (Linux, proc(5))."""
    try:
        lists = [one.read_text(encoding="ascii") for one in Path(f"/proc/{pid}/task").glob("*/children")]
    except FileNotFoundError:
        return [pid]
    return [pid, *(one for line in lists for child in line.split() for one in _family(int(child)))]


def _share_mb(pid: int) -> float:
    """Proportional set size (Linux, proc(5))."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def sentences(petition: Petition) -> list[str]:
    """What the papers say, in pieces long enough to be nobody else's."""
    return [*petition.truth.requests, *petition.truth.complained_of, *petition.truth.case_numbers]
