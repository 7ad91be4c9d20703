"""Lines -> the bytes a thermal printer gets.

python-escpos makes init and QR. Text is ours, because it sends a string without a common hanzi as `?`
and never enters kanji mode: FS & once, two-byte GB18030, and a bitmap for every line that holds a character the ROM
font lacks (a rare name must never become two digits of its four-byte code). The cut is ours too, because a slip must
leave every mode as it was found, before the knife: whoever prints next finds no double size and no spacing of ours.
Pictures are one bit a dot already and go out as they are.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import assert_never

from escpos.capabilities import Profile as EscposProfile
from escpos.constants import QR_ECLEVEL_M
from escpos.printer import Dummy
from PIL import Image

from printers.layout.blocks import Align, Block
from printers.profiles import Cutter, DoubleHanzi, Encoding, Profile, QrMode
from printers.render import qr
from printers.render.columns import in_rom
from printers.render.lines import CutLine, FeedLine, Line, QrLine, TextLine, flow
from printers.render.logo import logo
from printers.render.paper import runs, text_strip
from printers.render.png import BLANK_DOTS, LINE_GAP, LINES_BEFORE_CUT, QR_MARGIN, pitch

KANJI_ON = b"\x1c&"
KANJI_OFF = b"\x1c."
KANJI_SPACING_NONE = b"\x1cS\x00\x00"
SPACING = b"\x1b3"
#: ESC 2: the line spacing of power-up
DEFAULT_SPACING = b"\x1b2"
FULL_CUT, PARTIAL_CUT = b"\x1dV\x00", b"\x1dV\x01"
#: ESC J feeds at most this many dots
MAX_FEED = 255
#: GS v 0, as it is
RASTER = b"\x1dv0\x00"
_INVERTED = bytes(255 - byte for byte in range(256))
#: rows of one GS v 0: small buffers of clones overflow on more
RASTER_ROWS = 240


class _Facts(EscposProfile):  # type: ignore[misc]  # python-escpos has no type information
    """The little python-escpos asks of a profile."""

    def __init__(self, profile: Profile) -> None:
        super().__init__(columns=profile.columns)
        self.profile_data: dict[str, object] = {
            "media": {"width": {"pixels": profile.dots}},
            "codePages": {},
        }


def render_escpos(blocks: Iterable[Block], profile: Profile) -> bytes:
    """Return the job as bytes; raise `NoChineseFont` when a bitmap is needed and no font is there, `TooLongForQr`."""
    writer = _Writer(profile)
    writer.logo()
    for line in flow(blocks, profile.columns):
        writer.line(line)
    writer.neutral()
    return writer.output


class _Writer:
    """Writes lines and keeps the printer's modes, so that only changes are sent."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self._device = Dummy(profile=_Facts(profile))
        self._device.hw("INIT")
        self._raw(profile.setup)
        if profile.encoding in (Encoding.GB18030, Encoding.GBK):
            self._raw(KANJI_ON + KANJI_SPACING_NONE)
        elif profile.encoding is Encoding.UTF_8:
            self._raw(KANJI_OFF)
        self._modes: dict[bytes, bytes] = {}

    @property
    def output(self) -> bytes:
        return bytes(self._device.output)

    def logo(self) -> None:
        """Print the profile's logo, if it has one."""
        if self.profile.logo and (picture := logo(self.profile.logo, self.profile.dots)):
            self._picture(picture, Align.CENTRE)
            self._feed(BLANK_DOTS)

    def line(self, line: Line) -> None:
        match line:
            case TextLine():
                if self.profile.encoding is Encoding.RASTER or not all(map(in_rom, line.text)):
                    self._text_as_dots(line)
                else:
                    self._text(line)
            case QrLine(data):
                self._qr(data)
            case FeedLine(lines):
                self._feed(lines * BLANK_DOTS)
            case CutLine():
                self._cut()
            case _:
                assert_never(line)

    def _text(self, line: TextLine) -> None:
        self._align(line.align)
        self._spacing(pitch(line.tall))
        self._size(line.wide, line.tall)
        for span in line.spans:
            if span.text:
                self._mode(b"\x1bE", bytes([span.bold]))
                self._raw(span.text.encode("utf-8" if self.profile.encoding is Encoding.UTF_8 else "gbk"))
        self._raw(b"\n")

    def _text_as_dots(self, line: TextLine) -> None:
        self._picture(text_strip(self.profile.dots, runs(line), line.align), Align.LEFT)
        self._feed(LINE_GAP[line.tall])

    def _qr(self, data: str) -> None:
        dots = qr.module_dots(data, self.profile.dots)
        self._feed(QR_MARGIN)
        match self.profile.qr:
            case QrMode.NATIVE:
                self._align(Align.CENTRE)
                self._device.qr(data, ec=QR_ECLEVEL_M, size=dots, native=True)
            case QrMode.RASTER:
                self._picture(qr.image(data, dots), Align.CENTRE)
            case _:
                assert_never(self.profile.qr)
        self._feed(QR_MARGIN)

    def neutral(self) -> None:
        """Put back every mode that was changed."""
        for command in [command for command, value in self._modes.items() if value != b"\x00"]:
            if command == SPACING:
                del self._modes[command]
                self._raw(DEFAULT_SPACING)
            else:
                self._mode(command, b"\x00")

    def _cut(self) -> None:
        self.neutral()
        self._feed(LINES_BEFORE_CUT * pitch(1))
        match self.profile.cutter:
            case Cutter.FULL:
                self._raw(FULL_CUT)
            case Cutter.PARTIAL:
                self._raw(PARTIAL_CUT)
            case Cutter.NONE:
                # It is torn off by hand.
                return
            case _:
                assert_never(self.profile.cutter)

    def _picture(self, picture: Image.Image, align: Align) -> None:
        # Alignment of raster images differs between brands: white to the left of the picture does not.
        whole = Image.new("1", (self.profile.dots, picture.height), 1)
        whole.paste(picture, ((self.profile.dots - picture.width) // 2 if align is Align.CENTRE else 0, 0))
        self._align(Align.LEFT)
        # Paper is 1 in the picture and 0 on the wire; the width is whole bytes (see `Profile.dots`).
        burnt, row = whole.tobytes().translate(_INVERTED), self.profile.dots // 8
        for top in range(0, whole.height, RASTER_ROWS):
            rows = min(RASTER_ROWS, whole.height - top)
            self._raw(RASTER + struct.pack("<HH", row, rows) + burnt[top * row : (top + rows) * row])

    def _feed(self, dots: int) -> None:
        while dots > 0:
            step = min(dots, MAX_FEED)
            self._raw(b"\x1bJ" + bytes([step]))
            dots -= step

    def _align(self, align: Align) -> None:
        self._mode(b"\x1ba", b"\x01" if align is Align.CENTRE else b"\x00")

    def _spacing(self, dots: int) -> None:
        self._mode(SPACING, bytes([dots]))

    def _size(self, wide: int, tall: int) -> None:
        self._mode(b"\x1d!", bytes([(wide - 1) << 4 | (tall - 1)]))
        if self.profile.double_hanzi is DoubleHanzi.BOTH and self.profile.encoding is not Encoding.UTF_8:
            self._mode(b"\x1c!", bytes([(wide - 1) << 2 | (tall - 1) << 3]))

    def _mode(self, command: bytes, value: bytes) -> None:
        if self._modes.get(command) != value:
            self._modes[command] = value
            self._raw(command + value)

    def _raw(self, data: bytes) -> None:
        self._device._raw(data)
