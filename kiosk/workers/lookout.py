"""The camera seen from the screen: a live picture of pages and slips, and a word when a page lies still.

The picture is decoded, judged and made ready for the screen on the viewfinder's thread; the GUI thread is handed a finished
image, the newest one only. Nothing of it outlives the visit.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from drivers.imaging import Frame
from kiosk.flow.visit import Part, Step, Visit
from kiosk.workers.viewfinder import Viewfinder

if TYPE_CHECKING:
    from kiosk.reading.settled import SettledPage

#: seconds between two judgements: a hand is seen in time, and a core is left for the reading of pages
JUDGE_S = 0.12
#: wider than the screen shows it would only be scaled down again by the GUI thread, px
SHOWN_WIDTH = 800


@dataclass(frozen=True, slots=True)
class Glimpse:
    """One live picture; `lying` is a value of `kiosk.reading.settled.Lying`, "" when nobody judges; `resting` 0 to 1."""

    image: QImage
    lying: str
    resting: float


@dataclass(slots=True)
class _Watch:
    """One visit as the viewfinder's thread sees it. What the GUI thread has to say about pages waits in `notes`."""

    notes: queue.SimpleQueue[Callable[[SettledPage], None]] = field(default_factory=queue.SimpleQueue)
    judging: threading.Event = field(default_factory=threading.Event)
    judge: SettledPage | None = None
    judged_at: float = 0.0
    lying: str = ""


class Lookout(QObject):
    """Follows the visit. GUI thread only, but for `beside`.

    Signals: `seen` (Glimpse, or None when there is nothing to see any more), `settled` when a new page lies still.
    """

    seen = Signal(object)
    settled = Signal()
    _came = Signal(object)
    _lies = Signal(object)

    def __init__(self, *, judging: bool) -> None:
        """`judging`: pages that lie still are told."""
        super().__init__()
        self._judging = judging
        self._device: Callable[[], object | None] = lambda: None
        self._finder = Viewfinder(lambda: self._device())
        self._watch = _Watch()
        self._watching = self._taking = False
        self._pages: tuple[str, ...] = ()
        self._retaking = ""
        self._lock = threading.Lock()
        self._newest: Glimpse | None = None
        self._came.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._lies.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def beside(self, device: Callable[[], object | None]) -> None:
        """Look through this camera, open or None. From any thread, before the first visit gets to its pages."""
        self._device = device

    def follow(self, visit: Visit) -> None:
        """Start, stop, and learn which pages were taken and which are wanted again."""
        if visit.step is Step.IDLE:
            self._leave()
            self._watch, self._pages, self._retaking, self._taking = _Watch(), (), "", False
            return
        self._learn(visit)
        wanted = (visit.step is Step.PAGES or "scan" in visit.busy) and Part.CAMERA not in visit.missing
        # a slip is looked for by the camera's own thread: here it is only shown
        free = self._judging and not visit.busy & {"capture", "scan"} and visit.mishap is None
        (self._watch.judging.set if wanted and free else self._watch.judging.clear)()
        if wanted and not self._watching:
            self._watching = True
            self._finder.start(partial(self._look, self._watch))
        elif not wanted:
            self._leave()

    def stop(self) -> None:
        """End for good; waits for the picture under way."""
        self._leave()
        self._finder.stop()

    def _learn(self, visit: Visit) -> None:
        pages, notes = tuple(page.page_id for page in visit.pages), self._watch.notes
        for gone in (page for page in self._pages if page not in pages):
            notes.put(lambda judge, name=gone: judge.release(name))  # type: ignore[misc]
        fresh = [page for page in pages if page not in self._pages]
        for page in fresh:
            notes.put(lambda judge, name=page: judge.taken(name))  # type: ignore[misc]
        taking = "capture" in visit.busy
        if self._taking and not taking and not fresh:
            notes.put(lambda judge: judge.missed())
        if visit.retaking and visit.retaking != self._retaking:
            notes.put(lambda judge, name=visit.retaking: judge.release(name))  # type: ignore[misc]
        self._pages, self._taking, self._retaking = pages, taking, visit.retaking

    def _leave(self) -> None:
        self._finder.leave()
        with self._lock:
            self._newest = None
        if self._watching:
            self._watching = False
            self.seen.emit(None)

    def _look(self, watch: _Watch, frame: Frame) -> None:
        """On the viewfinder's thread."""
        import cv2
        import numpy as np

        picture = cv2.imdecode(np.frombuffer(frame.data, np.uint8), cv2.IMREAD_COLOR)
        if picture is None:
            return
        now = time.monotonic()
        if self._judging and now - watch.judged_at >= JUDGE_S:
            watch.judged_at = now
            self._judge(watch, picture, now)
        if picture.shape[1] > SHOWN_WIDTH:
            height = round(picture.shape[0] * SHOWN_WIDTH / picture.shape[1])
            picture = cv2.resize(picture, (SHOWN_WIDTH, height), interpolation=cv2.INTER_AREA)
        height, width = picture.shape[:2]
        # four bytes a pixel is what the screen draws without converting
        drawn = cv2.cvtColor(picture, cv2.COLOR_BGR2BGRA)
        image = QImage(drawn.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()
        resting = watch.judge.resting if watch.judge and watch.judging.is_set() else 0.0
        with self._lock:
            waiting, self._newest = self._newest is not None, Glimpse(image, watch.lying, resting)
        if not waiting:
            self._came.emit(watch)

    def _judge(self, watch: _Watch, picture: object, now: float) -> None:
        import numpy as np

        from kiosk.reading.settled import Lying, SettledPage

        judge = watch.judge = watch.judge or SettledPage()
        while not watch.notes.empty():
            watch.notes.get_nowait()(judge)
        if not watch.judging.is_set():
            return
        lying = judge.look(np.asarray(picture), now)
        watch.lying = lying.value
        if lying is Lying.SETTLED:
            # the same picture is judged again only after the visit had its say
            watch.judging.clear()
            self._lies.emit(watch)

    def _show(self, watch: _Watch) -> None:
        with self._lock:
            newest, self._newest = self._newest, None
        if newest is not None and self._watching and watch is self._watch:
            self.seen.emit(newest)

    def _tell(self, watch: _Watch) -> None:
        if self._watching and watch is self._watch:
            self.settled.emit()
        if not self._taking:
            # the visit had something else to do: the page is still new
            watch.notes.put(lambda judge: judge.missed())
