"""A slip that is no receipt: progress of a matter, a one-time notice, where to get a form. Facts in, blocks out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from printers.layout.blocks import Align, Block, Cut, Feed, Pair, Qr, Rule, Text
from printers.layout.slip import local_time


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    heading_english: str
    lines: tuple[str, ...]
    #: the same below each line; none where nobody reads English
    lines_english: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaflet:
    """`printed_at` is zone-aware; `link` "" for no QR code."""

    title: str
    title_english: str
    sections: tuple[Section, ...]
    hall_name: str
    printed_at: datetime
    hall_phone: str = ""
    link: str = ""

    def __post_init__(self) -> None:
        if self.printed_at.utcoffset() is None:
            raise ValueError("打印时间必须带时区 · The time of printing needs a zone")


def lay_out(leaflet: Leaflet) -> tuple[Block, ...]:
    """Return the blocks of `leaflet`, top to bottom, ending with the cut."""
    blocks: list[Block] = [
        Text(leaflet.hall_name, bold=True, align=Align.CENTRE),
        Feed(),
        Text(leaflet.title, size=2, bold=True, align=Align.CENTRE),
        Text(leaflet.title_english, align=Align.CENTRE),
    ]
    for section in leaflet.sections:
        blocks += [Rule(), Text(f"{section.heading} {section.heading_english}".strip(), bold=True)]
        numbered = len(section.lines) > 1
        for n, (line, english) in enumerate(zip_longest(section.lines, section.lines_english, fillvalue=""), 1):
            said = ((f"{n}.", line), ("", english))
            blocks += [Pair(mark, text) if numbered else Text(text) for mark, text in said if text]
    if leaflet.link:
        blocks += [Rule(), Qr(leaflet.link)]
    blocks.append(Rule())
    if leaflet.hall_phone:
        blocks.append(Pair("大厅 Hall", leaflet.hall_phone))
    blocks += [Pair("打印 Printed", local_time(leaflet.printed_at)), Cut()]
    return tuple(blocks)
