"""A camera that serves the images of a folder: for halls whose scanner drops files, for the demo, and for tests."""

from __future__ import annotations

import logging
import stat
import threading
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from drivers.core.errors import Cancelled, DeviceAbsent
from drivers.core.status import Absent, Ready, Status
from drivers.imaging import Frame
from drivers.imaging.errors import BadImage, NoPage
from drivers.imaging.imagefile import MAX_BYTES, frame_of

log = logging.getLogger("hall.drivers.cameras")

_SUFFIXES = frozenset({".jpg", ".jpeg", ".png"})


class _Mark(NamedTuple):
    """What makes a file one image: a name used again, or a file that was still being written, is another one."""

    name: str
    size: int
    modified_ns: int


class FolderCamera:
    """`Camera` on a folder: each image once, in the order of names; images that come later are taken too."""

    def __init__(self, folder: str | Path) -> None:
        self._folder = Path(folder)
        self._taken: set[_Mark] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def status(self) -> Status:
        """Say whether the folder is there and how many images wait in it; never raises."""
        try:
            waiting = self._waiting()
        except DeviceAbsent as error:
            return Absent(error.cause, error.remedy)
        return Ready(f"{self._folder} ({len(waiting)})")

    def capture(self, *, cancel: threading.Event) -> Frame:
        """Take the next image. Raises `NoPage`, `BadImage` (the image is then passed over), `DeviceAbsent`, `Cancelled`."""
        if cancel.is_set():
            raise Cancelled()
        waiting = self._waiting()
        if not waiting:
            raise NoPage()
        path, mark = waiting[0]
        self._taken.add(mark)
        if mark.size > MAX_BYTES:
            raise BadImage("图像文件太大 · The image file is too large")
        try:
            data = path.read_bytes()
        except OSError as error:
            raise BadImage(
                f"无法读取图像文件 · The image file cannot be read ({error.strerror})",
                "请检查文件权限 · Check the file's permissions",
            ) from error
        frame = frame_of(data)
        if cancel.is_set():
            # the page was not handed out, so it is not taken
            self._taken.discard(mark)
            raise Cancelled()
        log.info("page taken: %s, %d x %d", frame.media_type, frame.width, frame.height)
        return frame

    def _waiting(self) -> list[tuple[Path, _Mark]]:
        try:
            found = sorted(p for p in self._folder.iterdir() if p.suffix.lower() in _SUFFIXES and p.name[0] != ".")
            marked = [(path, _mark(path)) for path in found]
        except OSError as error:
            raise DeviceAbsent(
                f"图像文件夹 {self._folder} 打不开 · The image folder cannot be opened",
                "请在设置中改正文件夹路径 · Correct the folder in the settings",
            ) from error
        return [(path, mark) for path, mark in marked if mark is not None and mark not in self._taken]


def _mark(path: Path) -> _Mark | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        # taken away between the listing and now
        return None
    return _Mark(path.name, found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None
