"""What stands on every sheet that is no receipt: the hall, its phone, the moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from kiosk.flow.doors.state import Blank, Leaflet
from printers.layout import blank as papers
from printers.layout import leaflet as slips
from printers.layout.blocks import Block
from printers.layout.forms import Form

IN_CHINESE = "This form is written in Chinese; staff at the window help you fill it in."


@dataclass(frozen=True, slots=True)
class Letterhead:
    hall_name: str = ""
    hall_phone: str = ""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def leaflet(self, leaflet: Leaflet) -> tuple[Block, ...]:
        """The blocks of a slip."""
        return slips.lay_out(
            slips.Leaflet(
                title=leaflet.title,
                title_english=leaflet.title_english,
                sections=tuple(
                    slips.Section(one.heading, one.heading_english, one.lines, one.lines_english)
                    for one in leaflet.sections
                    if one.lines
                ),
                hall_name=self.hall_name,
                hall_phone=self.hall_phone,
                printed_at=self.now(),
                link=leaflet.link,
            )
        )

    def blank(self, blank: Blank) -> Form:
        """The paper on A4."""
        english = f"{blank.title_english}. {blank.when_english}. {IN_CHINESE}"
        return papers.lay_out(papers.Blank(blank.title, blank.lead, blank.rows, blank.notes, self.hall_name, english))
