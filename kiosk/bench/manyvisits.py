"""Visit after visit through the real window and the real flow, at a speed no person has: what a terminal keeps of them.

Fingers tap what people tap; what devices and centre would answer is answered at once, with pages that differ each time.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtGui import QImage

from kiosk.bench.examples import EARLIER, FORM, HOLDER, RECEIPT, SUGGESTION, page, paper
from kiosk.bench.fingers import Fingers
from kiosk.flow.advance import advance
from kiosk.flow.answers import (
    Answer,
    CardRead,
    EarlierFound,
    FieldsProposed,
    PageCaptured,
    PageRead,
    Printed,
    RatingSent,
    Registered,
    Suggested,
)
from kiosk.flow.effects import (
    Capture,
    Effect,
    LookUp,
    PrintSlip,
    ProposeFields,
    Rate,
    ReadCard,
    ReadPage,
    Register,
    Suggest,
)
from kiosk.flow.events import Event
from kiosk.flow.visit import Step, Visit
from kiosk.reading.result import ProposedField
from kiosk.ui.screen import Screen

#: pages of each visit, and how many different ones there are
PAGES, SHEETS = 2, 7
#: ms between two tries of a finger; a step that takes more than so many of them is broken
TRY_MS, TRIES = 8, 2000
#: of the first visits the time from a tap to its answer is kept
TIMED = 50
#: what is tapped at each step; at the form, the first that can be tapped
_TAPS = {
    Step.IDLE: ("start",),
    Step.NOTICE: ("notice.continue",),
    Step.EARLIER: ("earlier.new",),
    Step.COMPANY: ("company.alone",),
    Step.SUBMIT: ("submit.send",),
    Step.RECEIPT: ("receipt.finish",),
}


class ManyVisits(QObject):
    """`went_by` gets the number of visits that are over, after each of them."""

    def __init__(self, screen: Screen, went_by: Callable[[int], None]) -> None:
        super().__init__()
        self._screen, self._went_by = screen, went_by
        self._fingers = Fingers(screen.window)
        self._sheets = [paper(seed) for seed in range(SHEETS)]
        self._live = [QImage.fromData(sheet).scaledToWidth(800) for sheet in self._sheets[:3]]
        self._visit = Visit()
        self._over = self._wanted = self._tries = 0
        self._until, self._stuck = math.inf, False
        #: seconds from a finger on the screen to the picture that answers it, by the step it was on
        self.answers: dict[str, list[float]] = {}
        self._tapped: tuple[str, float] | None = None
        self._loop = QEventLoop()
        self._timer = QTimer(self, interval=TRY_MS)
        self._timer.timeout.connect(self._tap)
        screen.happened.connect(self._happened)
        screen.window.frameSwapped.connect(self._drawn)

    def go(self, count: int, seconds: float = math.inf) -> None:
        """Make so many visits, none begun after `seconds`. Raises `LookupError` where one cannot go on."""
        self._over, self._wanted, self._stuck = 0, count, False
        self._until = time.monotonic() + seconds
        if not count:
            return
        self._timer.start()
        self._loop.exec()
        self._timer.stop()
        if self._stuck:
            raise LookupError(f"{self._visit.step}: {self._name()} cannot be tapped, {self._fingers.tappable()}")

    def _happened(self, event: Event) -> None:
        before = self._visit.step
        self._visit, effects = advance(self._visit, event)
        self._tries = 0
        if before is Step.PAGES and self._visit.step is not Step.PAGES:
            # as the viewfinder does
            self._screen.look(None)
        self._screen.show(self._visit)
        for answer in filter(None, map(self._answer, effects)):
            QTimer.singleShot(0, lambda answer=answer: self._happened(answer))
        if before is not Step.IDLE and self._visit.step is Step.IDLE:
            self._over += 1
            self._went_by(self._over)
            if self._over >= self._wanted or time.monotonic() > self._until:
                self._loop.quit()

    def _name(self) -> str:
        visit = self._visit
        match visit.step:
            case Step.PAGES:
                return "pages.take" if len(visit.pages) < PAGES else "pages.done"
            case Step.FORM:
                doubtful = next((f.field_id for f in visit.form.fields if f.doubtful and not f.confirmed), "")
                if doubtful:
                    return f"form.field.{doubtful}.keep"
                open_ = any(answer is None for _, answer in visit.form.questions)
                return "form.questions.none" if open_ else "form.next"
            case Step.RATING:
                return "rating.finish" if visit.rated else "rating.level.5"
            case _:
                return next(iter(_TAPS.get(visit.step, ())), "")

    def _tap(self) -> None:
        if self._visit.step is Step.PAGES:
            self._screen.look(self._live[self._tries % len(self._live)], "settling", 0.5)
        self._tries += 1
        name = self._name()
        if self._tries > TRIES:
            self._stuck = True
            self._loop.quit()
        elif name and not self._visit.busy and self._tapped is None:
            step, began = self._visit.step, time.monotonic()
            self._fingers.tap(name)
            if self._visit.step is not step:
                self._tapped = (step.value, began)
                self._screen.window.update()

    def _drawn(self) -> None:
        if self._tapped is not None:
            step, began = self._tapped
            self._tapped = None
            if self._over < TIMED:
                self.answers.setdefault(step, []).append(time.monotonic() - began)

    def _answer(self, effect: Effect) -> Answer | None:
        match effect:
            case ReadCard():
                return CardRead(replace(HOLDER, name=f"测试{self._over}"))
            case LookUp():
                return EarlierFound(EARLIER if self._over % 2 else ())
            case Capture():
                data = self._sheets[(self._over + len(self._visit.pages)) % SHEETS] + self._over.to_bytes(4, "big")
                return PageCaptured(
                    f"{self._over}-{len(self._visit.pages)}", data, "image/jpeg", sha256(data).hexdigest()
                )
            case ReadPage():
                text = page(0).text
                assert text is not None
                return PageRead(effect.page_id, replace(text, index=effect.index, image=effect.data))
            case ProposeFields():
                return FieldsProposed(_proposals())
            case Suggest():
                return Suggested(SUGGESTION)
            case Register():
                return Registered(replace(RECEIPT, number=f"XF130406-20260302-{self._over:04d}"))
            case PrintSlip():
                return Printed()
            case Rate():
                return RatingSent(kept=True)
            case _:
                return None


def _proposals() -> tuple[ProposedField, ...]:
    return tuple(
        ProposedField(f.kind, f.value, f.page or 0, f.region, f.confidence, f.source, "bench", f.doubtful)
        for f in FORM.fields
        if f.value
    )


def resident_mb() -> float:
    """Memory of this process (Linux, proc(5))."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
