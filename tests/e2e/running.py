"""The parts of a whole hall, as a test works them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
        self.visitor.step("company", seconds=CARD_SECONDS)
        self.visitor.tap("company.alone")
        self.visitor.step("pages", seconds=10)
