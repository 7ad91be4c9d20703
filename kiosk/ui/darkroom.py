"""Pages are decoded on a thread of their own: a photograph of an A4 page takes longer than a finger may feel."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage

from kiosk.ui.images import SCHEME, VisitImages, decoded

#: a page being decoded is waited for when the window is taken down, s
JOIN_S = 2.0


@dataclass(frozen=True, slots=True)
class _Page:
    """`data` is the encoded picture known as `name` when this was asked for; `width` in px."""

    name: str
    width: int
    data: bytes


class Darkroom(QObject):
    """The context object `darkroom` of QML: a picture is drawn once `shown` gives its address. GUI thread only."""

    #: one more picture can be drawn
    developed = Signal()
    _came = Signal(object, object)

    def __init__(self, images: VisitImages) -> None:
        super().__init__()
        self._images = images
        self._count = 0
        self._under_way: dict[tuple[str, int], _Page] = {}
        self._todo: queue.SimpleQueue[_Page | None] = queue.SimpleQueue()
        self._came.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="hall-darkroom", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Decode no more."""
        self._todo.put(None)
        self._thread.join(JOIN_S)

    @Property(int, notify=developed)
    def count(self) -> int:
        """How many were decoded: a binding that reads it asks again when one more is."""
        return self._count

    @Slot(str, int, result=str)
    def shown(self, address: str, width: int) -> str:
        """The address, once the picture can be drawn at this width without decoding; "" until then."""
        if not address or self._images.ready(address.removeprefix(SCHEME), width):
            return address
        self.ahead(address, width)
        return ""

    @Slot(str, int)
    def ahead(self, address: str, width: int) -> None:
        """Have it decoded, because it is likely to be looked at next."""
        name = address.removeprefix(SCHEME)
        page = _Page(name, width, self._images.encoded(name))
        under_way = self._under_way.get((name, width))
        if not page.data or self._images.ready(name, width) or (under_way and under_way.data is page.data):
            return
        self._under_way[name, width] = page
        self._todo.put(page)

    def _work(self) -> None:
        """On the thread of its own."""
        while (page := self._todo.get()) is not None:
            gone = self._images.encoded(page.name) is not page.data
            self._came.emit(page, QImage() if gone else decoded(page.data, QSize(page.width, 0)))

    def _keep(self, page: _Page, image: QImage) -> None:
        if self._under_way.get((page.name, page.width)) is page:
            del self._under_way[page.name, page.width]
        if not image.isNull() and self._images.keep(page.name, page.width, page.data, image):
            self._count += 1
            self.developed.emit()
