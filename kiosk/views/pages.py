"""Taking the pages of the petition, one after the other."""

from __future__ import annotations

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.flow.events import CaptureAsked, Continued, PageDropped
from kiosk.flow.visit import Page
from kiosk.views.model import ViewModel
from kiosk.views.rows import Row, Rows


def state(page: Page) -> str:
    """ "unreadable", "reading", "poor" (read, but there is something wrong with the picture) or "read"."""
    if page.failed:
        return "unreadable"
    if page.text is None:
        return "reading"
    return "poor" if page.text.issues else "read"


def row(n: int, page: Page) -> Row:
    return {"pageId": page.page_id, "n": n + 1, "reading": state(page), "source": f"image://visit/page/{page.page_id}"}


class PagesModel(ViewModel):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows = Rows(("pageId", "n", "reading", "source"), "pageId", self)

    def redraw(self) -> None:
        self._rows.replace([row(n, page) for n, page in enumerate(self.visit.pages)])

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

    @Slot()
    def proceed(self) -> None:
        self.happened.emit(Continued())
