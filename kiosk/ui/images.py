"""The pictures of a visit and the pictograms, drawn from memory: nothing of a page touches the disk."""

from __future__ import annotations

from pathlib import Path

import qrcode
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter
from PySide6.QtQml import QQmlImageProviderBase
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

from kiosk.flow.visit import Visit

PICTOGRAMS = Path(__file__).parent / "pictograms"
#: colour in which the pictogram files are drawn, replaced by the one asked for
DRAWN_IN = "#000000"
#: side of a pictogram when QML names no size, px
SIDE = 128
#: a thumbnail has 0.7 MB and is held as long as the page; a page as large as the screen has 11 MB
SMALL = 2**20
#: pages as large as the screen that are held: the one looked at, the next and the one before
LARGE = 3
#: addresses of `VisitImages` in QML
SCHEME = "image://visit/"
#: white modules around a QR code (ISO/IEC 18004 wants four; the white frame on screen adds to them)
QUIET = 2


class VisitImages(QQuickImageProvider):
    """`image://visit/page/<id>` as taken, `/upright/<id>` as read, `/qr/<number>` to ask progress by phone.

    Images are loaded on the GUI thread (no `asynchronous` in QML): Qt's loader thread would wait for Python's lock while
    the GUI thread waits for the loader. So `kiosk.ui.darkroom` decodes pages beside it, and QML asks for what is decoded.
    """

    def __init__(self) -> None:
        super().__init__(QQmlImageProviderBase.ImageType.Image)
        self._bytes: dict[str, bytes] = {}
        self._small: dict[tuple[str, int], QImage] = {}
        #: the one looked at last comes last
        self._large: dict[tuple[str, int], QImage] = {}
        self._code = ""

    def show(self, visit: Visit) -> None:
        """Hold the pictures of this visit and no other."""
        held = {f"page/{page.page_id}": page.data for page in visit.pages}
        for page in visit.pages:
            held[f"upright/{page.page_id}"] = (page.text.image if page.text else b"") or page.data
        receipt = visit.receipt
        same = {name for name, data in held.items() if self._bytes.get(name) is data}
        self._small = {key: image for key, image in self._small.items() if key[0] in same}
        self._large = {key: image for key, image in self._large.items() if key[0] in same}
        self._bytes = held
        self._code = "" if receipt is None else receipt.progress_link

    @property
    def empty(self) -> bool:
        return not self._bytes and not self._small and not self._large and not self._code

    def encoded(self, name: str) -> bytes:
        """The picture as it came, b"" for one that is not held; any thread."""
        return self._bytes.get(name, b"")

    def ready(self, name: str, width: int) -> bool:
        """Whether it is decoded at this width."""
        key = (name, width)
        if key in self._large:
            self._large[key] = self._large.pop(key)
        return key in self._small or key in self._large

    def keep(self, name: str, width: int, data: bytes, image: QImage) -> bool:
        """Hold what was decoded from `data`; False when the visit has it no more."""
        if not data or self._bytes.get(name) is not data:
            return False
        if image.sizeInBytes() <= SMALL:
            self._small[name, width] = image
            return True
        self._large[name, width] = image
        while len(self._large) > LARGE:
            del self._large[next(iter(self._large))]
        return True

    def requestImage(self, name: str, size: QSize, wanted: QSize) -> QImage:
        """A picture no larger than asked for. A page that cannot be decoded, or is gone, is a blank sheet."""
        if name.startswith("qr/"):
            return qr_image(self._code)
        if not self.ready(name, wanted.width()):
            data = self.encoded(name)
            image = decoded(data, wanted)
            self.keep(name, wanted.width(), data, image)
            return image
        key = (name, wanted.width())
        return self._small[key] if key in self._small else self._large[key]


class LiveImage(QQuickImageProvider):
    """`image://live/<n>`: what the camera sees, finished elsewhere; the number only tells QML that it is another one."""

    def __init__(self) -> None:
        super().__init__(QQmlImageProviderBase.ImageType.Image)
        self._image = QImage()

    def show(self, image: QImage | None) -> None:
        self._image = QImage() if image is None else image

    @property
    def empty(self) -> bool:
        return self._image.isNull()

    def requestImage(self, name: str, size: QSize, wanted: QSize) -> QImage:
        return self._image


def decoded(data: bytes, wanted: QSize) -> QImage:
    """Decode and shrink in one go; upright by its EXIF mark."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    full = reader.size()
    if full.isValid() and 0 < wanted.width() < full.width():
        reader.setScaledSize(QSize(wanted.width(), max(1, full.height() * wanted.width() // full.width())))
    image = reader.read() if data else QImage()
    if image.isNull():
        image = QImage(210, 297, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
    return image


def qr_image(text: str) -> QImage:
    """The QR code of `text`, one pixel a module; a white pixel for no text."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    matrix = code.get_matrix() if text else [[False]]
    image = QImage(len(matrix), len(matrix), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for y, line in enumerate(matrix):
        for x, dark in enumerate(line):
            if dark:
                image.setPixelColor(x, y, Qt.GlobalColor.black)
    return image


class PictogramImages(QQuickImageProvider):
    """`image://pictogram/<name>/<rrggbb>`: one drawing in the colour of the theme."""

    def __init__(self) -> None:
        super().__init__(QQmlImageProviderBase.ImageType.Image)

    def requestImage(self, name: str, size: QSize, wanted: QSize) -> QImage:
        drawing, _, colour = name.partition("/")
        svg = (PICTOGRAMS / f"{drawing}.svg").read_text(encoding="utf-8").replace(DRAWN_IN, f"#{colour}")
        side = max(wanted.width(), wanted.height())
        side = side if side > 0 else SIDE
        image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
        painter.end()
        return image
