"""The pages: taken, checked against each other, read while the next one is taken."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flow import company, filling
from kiosk.flow.answers import PageCaptured, PageRead, PageUnreadable
from kiosk.flow.effects import Capture, Effect, ReadPage
from kiosk.flow.events import (
    CaptureAsked,
    Continued,
    PageDropped,
    PageMoved,
    PageRetaken,
    PageSettled,
    RetryAsked,
    Tap,
    WentBack,
)
from kiosk.flow.visit import Mishap, Page, Part, Step, Visit
from kiosk.reading.result import PageIssue

#: what one registration can carry (the contract's upper bound), less one for the signature
MAX_PAGES = 59
#: worth taking again; the visitor may also leave it as it is
_POOR = {
    PageIssue.TOO_DARK: Mishap.PAGE_TOO_DARK,
    PageIssue.GLARE: Mishap.PAGE_GLARE,
    PageIssue.BLURRED: Mishap.PAGE_BLURRED,
    PageIssue.CUT_OFF: Mishap.PAGE_CUT_OFF,
    PageIssue.SEVERAL_SHEETS: Mishap.PAGE_SEVERAL,
}
#: nothing the centre could keep as evidence
_UNUSABLE = frozenset({PageIssue.NOT_AN_IMAGE, PageIssue.INCOMPLETE, PageIssue.TOO_SMALL, PageIssue.TOO_LARGE})


def at_pages(visit: Visit, tap: Tap) -> tuple[Visit, tuple[Effect, ...]]:
    match tap:
        case CaptureAsked() | RetryAsked() | PageSettled():
            return _capture(visit, tap)
        case PageDropped():
            kept = tuple(p for p in visit.pages if p.page_id != tap.page_id)
            retaking = "" if visit.retaking == tap.page_id else visit.retaking
            return replace(visit, pages=kept, retaking=retaking), ()
        case PageRetaken() if "capture" not in visit.busy:
            known = any(p.page_id == tap.page_id for p in visit.pages)
            return replace(visit, retaking=tap.page_id if known and visit.retaking != tap.page_id else ""), ()
        case PageMoved():
            return replace(visit, pages=_moved(visit.pages, tap)), ()
        case Continued() if "capture" not in visit.busy:
            return filling.enter(replace(visit, retaking="", mishap=None, mishap_detail=""))
        case WentBack():
            return company.enter(replace(visit, retaking="", mishap=None, mishap_detail=""))
        case _:
            return visit, ()


def _capture(visit: Visit, tap: CaptureAsked | RetryAsked | PageSettled) -> tuple[Visit, tuple[Effect, ...]]:
    """One page at a time. A page that lies still waits until the visitor has answered what is asked on the screen."""
    if "capture" in visit.busy or (isinstance(tap, PageSettled) and visit.mishap is not None):
        return visit, ()
    retaking = _poor_page(visit) if isinstance(tap, RetryAsked) else visit.retaking
    if len(visit.pages) >= MAX_PAGES and not retaking:
        return replace(visit, mishap=Mishap.TOO_MANY_PAGES, mishap_detail=""), ()
    busy = visit.busy | {"capture"}
    return replace(visit, retaking=retaking, busy=busy, mishap=None, mishap_detail=""), (Capture(),)


def _moved(pages: tuple[Page, ...], tap: PageMoved) -> tuple[Page, ...]:
    at = next((n for n, p in enumerate(pages) if p.page_id == tap.page_id), None)
    if at is None or not 0 <= at + tap.by < len(pages):
        return pages
    rest = [p for p in pages if p.page_id != tap.page_id]
    rest.insert(at + tap.by, pages[at])
    return tuple(rest)


def captured(visit: Visit, event: PageCaptured) -> tuple[Visit, tuple[Effect, ...]]:
    """A page counts once, however often it lies under the camera."""
    if "capture" not in visit.busy:
        return visit, ()
    arrived = replace(visit, busy=visit.busy - {"capture"}, retaking="")
    others = tuple(p for p in visit.pages if p.page_id != visit.retaking)
    if any(p.sha256 == event.sha256 or p.page_id == event.page_id for p in others):
        return replace(arrived, mishap=Mishap.DUPLICATE_PAGE, mishap_detail=""), ()
    page = Page(event.page_id, event.data, event.media_type, event.sha256)
    # a page taken again stands where the former stood
    place = next((n for n, p in enumerate(visit.pages) if p.page_id == visit.retaking), len(others))
    pages = (*others[:place], page, *others[place:])
    return replace(arrived, pages=pages), (ReadPage(event.page_id, place, event.data),)


def page_done(visit: Visit, event: PageRead | PageUnreadable) -> tuple[Visit, tuple[Effect, ...]]:
    """Keep what was read. A blank or undecodable page is taken out and said, wherever the visitor is by now."""
    page = next((p for p in visit.pages if p.page_id == event.page_id), None)
    if page is None or page.text is not None or page.failed:
        return visit, ()
    match event:
        case PageUnreadable():
            kept = _with(visit, replace(page, failed=True))
            if Part.OCR in visit.missing:
                # said before the visit began, and the same for every page: a card for each would only be in the way
                return filling.when_read(kept)
            return filling.when_read(replace(kept, mishap=Mishap.READING_FAILED, mishap_detail=""))
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


def _poor_page(visit: Visit) -> str:
    """The page that the present mishap is about, or the one that was to be taken again anyway."""
    poor = [p for p in visit.pages if p.text is not None and _poor(p.text.issues) is visit.mishap]
    return poor[-1].page_id if poor and visit.mishap in _POOR.values() else visit.retaking


def _with(visit: Visit, page: Page) -> Visit:
    return replace(visit, pages=tuple(page if p.page_id == page.page_id else p for p in visit.pages))
