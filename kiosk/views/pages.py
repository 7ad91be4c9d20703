"""Taking the pages of the petition, one after the other."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.flow.events import CaptureAsked, Continued, PageDropped, PageMoved, PageRetaken
from kiosk.flow.visit import Page, Visit
from kiosk.reading.result import PageIssue
from kiosk.views.model import ViewModel
from kiosk.views.rows import Row, Rows


def state(page: Page) -> str:
    """ "unreadable", "reading", "read"; "poor" (read, but there is something wrong with the picture), or what it shows:
    "other_script" (staff read it), "no_text" (a photograph is a good page).
    """
    if page.failed:
        return "unreadable"
    if page.text is None:
        return "reading"
    if PageIssue.OTHER_SCRIPT in page.text.issues:
        return PageIssue.OTHER_SCRIPT.value
    if page.text.issues == (PageIssue.NO_TEXT,):
        return PageIssue.NO_TEXT.value
    return "poor" if page.text.issues else "read"


def row(n: int, page: Page, visit: Visit) -> Row:
    return {
        "pageId": page.page_id,
        "n": n + 1,
        "reading": state(page),
        "source": f"image://visit/page/{page.page_id}",
        "retaking": page.page_id == visit.retaking,
        "last": n == len(visit.pages) - 1,
    }


class PagesModel(ViewModel):
    changed = Signal()
    looked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows = Rows(("pageId", "n", "reading", "source", "retaking", "last"), "pageId", self)
        self._serial = 0
        self._lying = ""
        self._resting = 0.0

    def redraw(self) -> None:
        self._rows.replace([row(n, page, self.visit) for n, page in enumerate(self.visit.pages)])

    def look(self, serial: int, lying: str, resting: float) -> None:
        """Show the live picture with this number, from 1; 0: the camera shows none."""
        self._serial, self._lying, self._resting = serial, lying, resting
        self.looked.emit()

    @Property(bool, notify=looked)
    def live(self) -> bool:
        return self._serial > 0

    @Property(str, notify=looked)
    def picture(self) -> str:
        return f"image://live/{self._serial}" if self._serial else ""

    @Property(str, notify=looked)
    def lying(self) -> str:
        """ "empty", "moving", "settling", "settled", "taken", or "" when pages are taken by the button alone."""
        return self._lying

    @Property(float, notify=looked)
    def resting(self) -> float:
        """How far a new page has come to being taken, 0 to 1."""
        return self._resting

    @Property(int, notify=changed)
    def retaking(self) -> int:
        """Number of the page that is taken again, from 1; 0 for none."""
        pages = self.visit.pages
        return next((n for n, page in enumerate(pages, 1) if page.page_id == self.visit.retaking), 0)

    @Property(QObject, constant=True)
    def pages(self) -> QObject:
        return self._rows

    @Property(int, notify=changed)
    def count(self) -> int:
        return len(self.visit.pages)

    @Property(bool, notify=changed)
    def capturing(self) -> bool:
        return "capture" in self.visit.busy

    @Slot()
    def take(self) -> None:
        self.happened.emit(CaptureAsked())

    @Slot(str)
    def drop(self, page_id: str) -> None:
        self.happened.emit(PageDropped(page_id))

    @Slot(str)
    def retake(self, page_id: str) -> None:
        self.happened.emit(PageRetaken(page_id))

    @Slot(str, int)
    def move(self, page_id: str, by: int) -> None:
        self.happened.emit(PageMoved(page_id, by))

    @Slot()
    def proceed(self) -> None:
        self.happened.emit(Continued())
