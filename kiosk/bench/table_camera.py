"""A document camera over a table: the newest image of a folder is the page that lies there, seen live and taken at full size.

It shows what a real one shows, so that a page laid down is judged and taken by the terminal itself.
"""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import cv2
import numpy as np

from drivers.core.status import Ready, Status
from drivers.imaging import Frame
from drivers.imaging.errors import NoPage
from drivers.imaging.imagefile import frame_of

#: of the live picture, px, and the shade of the table
VIEW, TABLE = (960, 720), 72
#: part of the height of the view that an upright page takes
PAGE = 0.86


class TableCamera:
    """`Camera` and `Previewing`. A page that is taken stays on the table until another is laid on it."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)
        self._seen: tuple[str, Frame] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def status(self) -> Status:
        return Ready(str(self._folder))

    def capture(self, *, cancel: threading.Event) -> Frame:
        page = self._lying()
        if page is None:
            raise NoPage()
        return frame_of(page.read_bytes())

    def preview(self, *, cancel: threading.Event) -> Frame:
        page = self._lying()
        name = page.name if page else ""
        if self._seen is None or self._seen[0] != name:
            self._seen = (name, _view(page.read_bytes() if page else b""))
        return self._seen[1]

    def _lying(self) -> Path | None:
        return max(self._folder.glob("*.jpg"), default=None)


def _view(data: bytes) -> Frame:
    picture = np.full((VIEW[1], VIEW[0], 3), TABLE, np.uint8)
    page = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    if page is not None:
        height = round(VIEW[1] * PAGE)
        width = min(round(page.shape[1] * height / page.shape[0]), VIEW[0] - 40)
        top, left = (VIEW[1] - height) // 2, (VIEW[0] - width) // 2
        picture[top : top + height, left : left + width] = cv2.resize(
            page, (width, height), interpolation=cv2.INTER_AREA
        )
    return frame_of(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes())
