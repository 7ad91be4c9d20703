"""The hands at an image folder: pages laid into it as a camera or a hall's own scanning program would, and mishaps."""

from __future__ import annotations

import enum
import io
import shutil
from pathlib import Path

from PIL import Image, ImageDraw

#: A4 at 150 dpi
PAGE_PX = (1240, 1754)
_LINE_PX = 60
_MARGIN_PX = 120


class FolderFault(enum.StrEnum):
    """What is wrong with the next page, or with the folder."""

    #: the file ends in its middle
    TORN = "torn"
    #: a file that is no picture, though it is called one
    NOT_AN_IMAGE = "not-an-image"
    #: too small to be a page
    TINY = "tiny"
    #: a header that promises more pixels than memory holds
    BOMB = "bomb"
    #: the file is nothing yet: somebody is still writing it
    EMPTY = "empty"
    #: the folder is gone, as a network drive or a stick is
    UNPLUG = "unplug"


class ImageFolder:
    """A folder that a `FolderCamera` serves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._away = folder.with_name(folder.name + ".away")
        self._number = 0
        self._next: FolderFault | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def insert(self, source: Path | None = None) -> Path:
        """Lay a page: a copy of `source`, or one drawn here; the fault that was armed is spent on it."""
        self._number += 1
        fault, self._next = self._next, None
        data = source.read_bytes() if source else drawn_page(self._number)
        suffix = source.suffix.lower() if source else ".jpg"
        file = self.folder / f"page-{self._number:04d}{suffix}"
        half = file.with_name(f".{file.name}.half")
        half.write_bytes(_spoiled(data, fault))
        half.replace(file)
        return file

    def remove(self) -> int:
        """Take every page away; return how many."""
        pages = [page for page in self.folder.glob("page-*") if page.is_file()]
        for page in pages:
            page.unlink()
        return len(pages)

    def fault(self, fault: FolderFault) -> None:
        """Arm what the next page shall be, or take the folder away at once."""
        if fault is FolderFault.UNPLUG:
            self.unplug()
        else:
            self._next = fault

    def unplug(self) -> None:
        """Take the folder away with all that is in it; harmless when it is gone."""
        if self.folder.exists():
            shutil.move(self.folder, self._away)

    def plug(self) -> None:
        """Bring it back; harmless when it is there."""
        if self._away.exists():
            shutil.move(self._away, self.folder)

    def clear(self) -> None:
        """No fault any more."""
        self._next = None
        self.plug()


def drawn_page(number: int) -> bytes:
    """Return a page with lines like writing and its number; no two are the same file."""
    page = Image.new("L", PAGE_PX, 245)
    pen = ImageDraw.Draw(page)
    pen.text((_MARGIN_PX, _MARGIN_PX // 2), f"Simulated page {number}", fill=20)
    for y in range(_MARGIN_PX, PAGE_PX[1] - _MARGIN_PX, _LINE_PX):
        pen.line((_MARGIN_PX, y, PAGE_PX[0] - _MARGIN_PX - y * 7 % 400, y), fill=40, width=3)
    file = io.BytesIO()
    page.save(file, "JPEG", quality=85)
    return file.getvalue()


def _spoiled(data: bytes, fault: FolderFault | None) -> bytes:
    match fault:
        case None | FolderFault.UNPLUG:
            return data
        case FolderFault.TORN:
            return data[: len(data) // 2]
        case FolderFault.NOT_AN_IMAGE:
            return b"%PDF-1.4 not an image\n"
        case FolderFault.EMPTY:
            return b""
        case FolderFault.TINY:
            return _picture((40, 30))
        case FolderFault.BOMB:
            small = bytearray(_picture((1000, 1000)))
            # the frame header of a JPEG (SOF0): height and width as 16 bits each
            at = small.index(b"\xff\xc0") + 5
            small[at : at + 4] = b"\xff\xff\xff\xff"
            return bytes(small)


def _picture(size: tuple[int, int]) -> bytes:
    file = io.BytesIO()
    Image.new("L", size, 128).save(file, "JPEG")
    return file.getvalue()
