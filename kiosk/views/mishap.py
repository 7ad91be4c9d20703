"""What went wrong, in the visitor's world: picture, cause, next step, one or two big buttons."""

from __future__ import annotations

from typing import assert_never

from PySide6.QtCore import Property, Signal, Slot

from kiosk.flow.events import MishapDismissed, PrintSeen, RetryAsked
from kiosk.flow.visit import Mishap
from kiosk.views.model import ViewModel


def picture(mishap: Mishap) -> str:
    """Name of the pictogram in kiosk/ui/pictograms."""
    match mishap:
        case Mishap.CARD_REMOVED | Mishap.NOT_AN_IDENTITY_CARD | Mishap.CARD_UNREADABLE | Mishap.READER_ABSENT:
            return "card"
        case Mishap.OWN_CARD | Mishap.CARD_READ_TWICE:
            return "card"
        case Mishap.SCANNER_JAM | Mishap.SCANNER_OPEN:
            return "pages"
        case Mishap.CAMERA_ABSENT | Mishap.BAD_IMAGE | Mishap.FACE_UNREADABLE | Mishap.FACE_NO_CAMERA:
            return "camera"
        case Mishap.PAGE_GLARE | Mishap.PAGE_BLURRED | Mishap.PAGE_CUT_OFF | Mishap.PAGE_SEVERAL | Mishap.PAGE_TOO_DARK:
            return "camera"
        case Mishap.NO_PAGE | Mishap.BLANK_PAGE | Mishap.READING_FAILED | Mishap.REJECTED:
            return "page"
        case Mishap.DUPLICATE_PAGE | Mishap.TOO_MANY_PAGES:
            return "pages"
        case Mishap.PRINTER_ABSENT | Mishap.PAPER_OUT | Mishap.COVER_OPEN | Mishap.PRINTER_FAULT:
            return "printer"
        case Mishap.PRINT_UNKNOWN:
            return "question"
        case Mishap.NOT_KEPT:
            return "staff"
        case _:
            assert_never(mishap)


def answers(mishap: Mishap) -> tuple[str, ...]:
    """The buttons, the one that helps most first: retry, manual, dismiss, came_out, missing."""
    match mishap:
        case Mishap.CARD_REMOVED | Mishap.NOT_AN_IDENTITY_CARD | Mishap.CARD_UNREADABLE | Mishap.FACE_UNREADABLE:
            return ("retry", "manual")
        case Mishap.FACE_NO_CAMERA | Mishap.READER_ABSENT:
            # a device that is not there does not come by trying
            return ("manual", "retry")
        case Mishap.CAMERA_ABSENT | Mishap.PRINTER_ABSENT:
            return ("dismiss", "retry")
        case Mishap.NO_PAGE | Mishap.BLANK_PAGE | Mishap.BAD_IMAGE | Mishap.NOT_KEPT:
            return ("retry", "dismiss")
        case Mishap.SCANNER_JAM | Mishap.SCANNER_OPEN:
            return ("retry", "dismiss")
        case Mishap.PAGE_GLARE | Mishap.PAGE_BLURRED | Mishap.PAGE_CUT_OFF | Mishap.PAGE_SEVERAL | Mishap.PAGE_TOO_DARK:
            return ("retry", "dismiss")
        case Mishap.PAPER_OUT | Mishap.COVER_OPEN | Mishap.PRINTER_FAULT:
            return ("retry", "dismiss")
        case Mishap.OWN_CARD | Mishap.CARD_READ_TWICE:
            return ("dismiss",)
        case Mishap.DUPLICATE_PAGE | Mishap.TOO_MANY_PAGES | Mishap.READING_FAILED | Mishap.REJECTED:
            return ("dismiss",)
        case Mishap.PRINT_UNKNOWN:
            return ("came_out", "missing")
        case _:
            assert_never(mishap)


class MishapModel(ViewModel):
    changed = Signal()

    @Property(str, notify=changed)
    def kind(self) -> str:
        """ "" when nothing went wrong."""
        return self.visit.mishap.value if self.visit.mishap else ""

    @Property(str, notify=changed)
    def picture(self) -> str:
        return picture(self.visit.mishap) if self.visit.mishap else "page"

    @Property(list, notify=changed)
    def answers(self) -> list[str]:
        return list(answers(self.visit.mishap)) if self.visit.mishap else []

    @Property(str, notify=changed)
    def detail(self) -> str:
        """The centre's own sentence, Chinese as it came."""
        return self.visit.mishap_detail

    @Slot()
    def retry(self) -> None:
        self.happened.emit(RetryAsked())

    @Slot()
    def dismiss(self) -> None:
        self.happened.emit(MishapDismissed())

    @Slot(bool)
    def seen(self, came_out: bool) -> None:
        self.happened.emit(PrintSeen(came_out))
