"""The pages: taken, checked against each other, read while the next one is taken."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow import company, filling
from kiosk.flow.effects import Capture, Effect, ReadPage
from kiosk.flow.events import (
    CaptureAsked,
    Continued,
    PageCaptured,
    PageDropped,
    PageRead,
    PageUnreadable,
    RetryAsked,
    Tap,
    WentBack,
)
from kiosk.flow.visit import Mishap, Page, Step, Visit
from kiosk.reading.result import PageIssue

#: what one registration can carry (the contract's upper bound)
MAX_PAGES = 60
#: worth taking again; the visitor may also leave it as it is
_POOR = {
    PageIssue.TOO_DARK: Mishap.PAGE_TOO_DARK,
    PageIssue.GLARE: Mishap.PAGE_GLARE,
    PageIssue.BLURRED: Mishap.PAGE_BLURRED,
    PageIssue.CUT_OFF: Mishap.PAGE_CUT_OFF,
}
#: nothing the centre could keep as evidence
_UNUSABLE = frozenset({PageIssue.NOT_AN_IMAGE, PageIssue.TOO_SMALL, PageIssue.TOO_LARGE})


def at_pages(visit: Visit, tap: Tap) -> tuple[Visit, tuple[Effect, ...]]:
    match tap:
        case CaptureAsked() | RetryAsked():
            if "capture" in visit.busy:
                return visit, ()
            pages = _without_poor(visit) if isinstance(tap, RetryAsked) else visit.pages
            if len(pages) >= MAX_PAGES:
                return replace(visit, mishap=Mishap.TOO_MANY_PAGES, mishap_detail=""), ()
            busy = visit.busy | {"capture"}
            return replace(visit, pages=pages, busy=busy, mishap=None, mishap_detail=""), (Capture(),)
        case PageDropped():
            return replace(visit, pages=tuple(p for p in visit.pages if p.page_id != tap.page_id)), ()
        case Continued() if "capture" not in visit.busy:
            return filling.enter(replace(visit, mishap=None, mishap_detail=""))
        case WentBack():
            return company.enter(replace(visit, mishap=None, mishap_detail=""))
        case _:
            return visit, ()


def captured(visit: Visit, event: PageCaptured) -> tuple[Visit, tuple[Effect, ...]]:
    """A page counts once, however often it lies under the camera."""
    if "capture" not in visit.busy:
        return visit, ()
    arrived = replace(visit, busy=visit.busy - {"capture"})
    if any(p.sha256 == event.sha256 or p.page_id == event.page_id for p in visit.pages):
        return replace(arrived, mishap=Mishap.DUPLICATE_PAGE, mishap_detail=""), ()
    page = Page(event.page_id, event.data, event.media_type, event.sha256)
    reading = ReadPage(event.page_id, len(visit.pages), event.data)
    return replace(arrived, pages=(*visit.pages, page)), (reading,)


def page_done(visit: Visit, event: PageRead | PageUnreadable) -> tuple[Visit, tuple[Effect, ...]]:
    """Keep what was read. A blank or undecodable page is taken out and said, wherever the visitor is by now."""
    page = next((p for p in visit.pages if p.page_id == event.page_id), None)
    if page is None or page.text is not None or page.failed:
        return visit, ()
    match event:
        case PageUnreadable():
            kept = replace(page, failed=True)
            return filling.when_read(replace(_with(visit, kept), mishap=Mishap.READING_FAILED, mishap_detail=""))
        case PageRead():
            mishap = _unfit(event)
            if mishap is None:
                after = _with(visit, replace(page, text=event.text))
                poor = _poor(event.text.issues) if visit.step is Step.PAGES else None
                return filling.when_read(replace(after, mishap=poor, mishap_detail="") if poor else after)
            rest = tuple(p for p in visit.pages if p is not page)
            back = Step.PAGES if visit.step is Step.FORM else visit.step
            busy = visit.busy - {"reading"}
            return replace(visit, step=back, pages=rest, busy=busy, mishap=mishap, mishap_detail=""), ()


def _unfit(event: PageRead) -> Mishap | None:
    if PageIssue.BLANK in event.text.issues:
        return Mishap.BLANK_PAGE
    return Mishap.BAD_IMAGE if _UNUSABLE & set(event.text.issues) else None


def _poor(issues: tuple[PageIssue, ...]) -> Mishap | None:
    return next((mishap for issue, mishap in _POOR.items() if issue in issues), None)


def _without_poor(visit: Visit) -> tuple[Page, ...]:
    """The pages without the one that is taken again because of the present mishap."""
    poor = [p for p in visit.pages if p.text is not None and _poor(p.text.issues) is visit.mishap]
    return (
        tuple(p for p in visit.pages if not (visit.mishap in _POOR.values() and p is poor[-1])) if poor else visit.pages
    )


def _with(visit: Visit, page: Page) -> Visit:
    return replace(visit, pages=tuple(page if p.page_id == page.page_id else p for p in visit.pages))
