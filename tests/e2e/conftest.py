"""A whole hall in separate processes, started once for all end-to-end tests; each test is one visit."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from installer.demo.hall import CardReader, Hall, Printer
from installer.demo.petition import Papers, lay_out_papers
from installer.demo.processes import Child
from installer.demo.visitor import Visitor

CARD_SECONDS = 30.0


@dataclass
class Running:
    """The parts of the hall, each in a process of its own."""

    hall: Hall
    server: Child
    reader: CardReader
    printer: Printer
    kiosk: Child
    visitor: Visitor
    seeds: Iterator[int]

    def papers(self) -> Papers:
        """Lay three fresh pages under the camera and make the card of the person they speak of."""
        papers = lay_out_papers(self.hall.folder, next(self.seeds))
        self.card.write_text(json.dumps(papers.card, ensure_ascii=False), encoding="utf-8")
        return papers

    @property
    def card(self) -> Path:
        return self.hall.folder / "card.json"

    def to_the_card(self) -> None:
        self.visitor.step("idle", seconds=10)
        self.visitor.tap("start")
        self.visitor.tap("notice.continue")
        self.visitor.step("card", seconds=10)

    def to_the_pages(self) -> None:
        self.to_the_card()
        self.reader.insert()
        self.visitor.step("pages", seconds=CARD_SECONDS)


@pytest.fixture(scope="session")
def running_hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Hall(tmp_path_factory.mktemp("hall")) as hall:
        server = hall.start_server()
        lay_out_papers(hall.folder, 1)
        reader = hall.start_reader(hall.folder / "card.json")
        printer = hall.start_printer()
        kiosk, visitor = hall.start_kiosk(hall.enrol_kiosk(), hall.folder / "pages")
        yield Running(hall, server, reader, printer, kiosk, visitor, itertools.count(100))


@pytest.fixture
def running(running_hall: Running) -> Iterator[Running]:
    """One visit: whatever the test did, the next one finds the terminal idle and the devices in order."""
    yield running_hall
    running_hall.reader.clear()
    running_hall.reader.remove()
    running_hall.printer.obey("clear")
    running_hall.visitor.end()
