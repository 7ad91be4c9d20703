"""A thermal printer's reading of its input: ESC/POS bytes in, what happens to the paper out.

Behaves as Chinese firmware does: kanji mode on at power-up, a lead byte without a fitting trail byte is lost (so a
four-byte GB18030 code prints as its two digits), unknown commands are dropped. Memory stays bounded by the longest
single command, 64 KB of row or parameter data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from PIL import Image

from printers.layout.blocks import Align
from printers.profiles.profile import Encoding
from printers.render.paper import Run
from printers.render.qr import Correction, TooLongForQr
from printers.render.qr import image as qr_image
from printers.transport.operations import (
    Asked,
    ByteSource,
    Cut,
    Dropped,
    EndOfStream,
    Feed,
    Named,
    Operation,
    Picture,
    Question,
    Reporting,
    Row,
)

DEFAULT_SPACING = 34
#: one command feeds at most 40 inches
MAX_FEED_DOTS = 8_128
#: raster rows handed on at once, so that paper can run out inside a picture
BAND_ROWS = 24
#: parameter bytes after the command bytes of commands that do not change what we draw
_FIXED_LENGTH = (
    dict.fromkeys(
        (b"\x1b ", b"\x1b-", b"\x1b=", b"\x1bM", b"\x1bR", b"\x1bV", b"\x1bt", b"\x1b{", b"\x1cC", b"\x1c-"), 1
    )
    | dict.fromkeys((b"\x1dB", b"\x1dH", b"\x1db", b"\x1df", b"\x1dh", b"\x1dw"), 1)
    | dict.fromkeys((b"\x1b$", b"\x1b?", b"\x1bB", b"\x1b\\", b"\x1bc", b"\x1cS", b"\x1dL", b"\x1dP", b"\x1dW"), 2)
    | {b"\x1bp": 3}
)


@dataclass
class _Modes:
    kanji: bool = True
    bold: bool = False
    #: GS ! / ESC !, for all characters
    wide: int = 1
    tall: int = 1
    #: FS !, for hanzi on clones that have it
    hanzi_wide: int = 1
    hanzi_tall: int = 1
    align: Align = Align.LEFT
    spacing: int = DEFAULT_SPACING


@dataclass
class _Symbol:
    """What GS ( k has set so far."""

    dots: int = 3
    correction: Correction = Correction.L
    data: bytes = b""


@dataclass
class Interpreter:
    """Reads one printer's input, over any number of connections; modes and a line in hand survive them."""

    dots: int
    encoding: Encoding = Encoding.GB18030
    #: bytes read since somebody last emptied it, without status questions
    tape: bytearray = field(default_factory=bytearray)
    _modes: _Modes = field(default_factory=_Modes)
    _symbol: _Symbol = field(default_factory=_Symbol)
    _line: list[Run] = field(default_factory=list)

    def run(self, source: ByteSource) -> Iterator[Operation]:
        """Yield what the bytes of `source` do, until it ends."""
        while True:
            try:
                first = self._take(source, 1)
                if first in (b"\x1b", b"\x1c", b"\x1d", b"\x10"):
                    yield from self._command(source, first)
                elif first == b"\n":
                    yield self._print_line()
                elif first >= b" ":
                    yield from self._character(source, first)
            except EndOfStream:
                return

    def reset(self) -> None:
        """Forget modes and the line in hand, as ESC @ and a power cut do."""
        self._modes, self._symbol = _Modes(), _Symbol()
        self._line.clear()

    def _take(self, source: ByteSource, count: int) -> bytes:
        data = source.read(count)
        self.tape += data
        return data

    def _character(self, source: ByteSource, first: bytes) -> Iterator[Operation]:
        char = self._decode(source, first)
        if not char:
            return
        double = self._modes.kanji and len(char.encode("gbk", "replace")) == 2
        wide = max(self._modes.wide, self._modes.hanzi_wide) if double else self._modes.wide
        tall = max(self._modes.tall, self._modes.hanzi_tall) if double else self._modes.tall
        run = Run(char, self._modes.bold, wide, tall)
        if sum(r.dots for r in self._line) + run.dots > self.dots:
            yield self._print_line()
        last = self._line[-1] if self._line else None
        if last and replace(last, text="") == replace(run, text=""):
            self._line[-1] = replace(last, text=last.text + char)
        else:
            self._line.append(run)

    def _decode(self, source: ByteSource, first: bytes) -> str:
        if first < b"\x80":
            return first.decode("ascii") if first != b"\x7f" else ""
        if self.encoding is Encoding.UTF_8:
            length = 2 if first < b"\xe0" else 3 if first < b"\xf0" else 4
            return (first + self._take(source, length - 1)).decode("utf-8", "replace")
        if not self._modes.kanji:
            return first.decode("cp437")
        if not b"\x81" <= first <= b"\xfe":
            return ""
        trail = self._take(source, 1)
        if not (b"\x40" <= trail <= b"\xfe" and trail != b"\x7f"):
            # The ROM has no such character: the lead byte is lost, the other stands for itself.
            return trail.decode("ascii") if b" " <= trail < b"\x7f" else ""
        return (first + trail).decode("gbk", "replace")[:1].replace("\ufffd", "〓")

    def _print_line(self) -> Row:
        row = Row(tuple(self._line), self._modes.align, self._modes.spacing)
        self._line.clear()
        return row

    def _flush(self) -> Iterator[Operation]:
        if self._line:
            yield self._print_line()

    def _command(self, source: ByteSource, first: bytes) -> Iterator[Operation]:
        command = first + self._take(source, 1)
        modes = self._modes
        match command:
            case b"\x1b@":
                self.reset()
            case b"\x10\x04":
                # Answered on arrival; here it is only skipped.
                self._take(source, 1)
                del self.tape[-3:]
            case b"\x1dr" | b"\x1bv":
                which = self._take(source, 1) if command == b"\x1dr" else b"\x01"
                del self.tape[-3 if command == b"\x1dr" else -2 :]
                yield Asked(Question.DRAWER if which in (b"\x02", b"2") else Question.PAPER)
            case b"\x1da":
                enabled = self._byte(source) != 0
                del self.tape[-3:]
                yield Reporting(enabled)
            case b"\x1dI":
                which = self._take(source, 1)
                del self.tape[-3:]
                yield Named(which[0])
            case b"\x1c&" | b"\x1c.":
                modes.kanji = command == b"\x1c&"
            case b"\x1bE" | b"\x1bG":
                modes.bold = bool(self._byte(source) & 1)
            case b"\x1ba":
                modes.align = Align.CENTRE if self._byte(source) in (1, 0x31) else Align.LEFT
            case b"\x1d!":
                n = self._byte(source)
                modes.wide, modes.tall = (n >> 4 & 7) + 1, (n & 7) + 1
            case b"\x1b!":
                n = self._byte(source)
                modes.bold, modes.tall, modes.wide = bool(n & 8), 1 + (n >> 4 & 1), 1 + (n >> 5 & 1)
            case b"\x1c!":
                n = self._byte(source)
                modes.hanzi_wide, modes.hanzi_tall = 1 + (n >> 2 & 1), 1 + (n >> 3 & 1)
            case b"\x1cW":
                modes.hanzi_wide = modes.hanzi_tall = 1 + (self._byte(source) & 1)
            case b"\x1b2":
                modes.spacing = DEFAULT_SPACING
            case b"\x1b3":
                modes.spacing = self._byte(source)
            case b"\x1bd":
                lines = self._byte(source)
                yield from self._flush()
                yield Feed(min(lines * modes.spacing, MAX_FEED_DOTS))
            case b"\x1bJ":
                dots = self._byte(source)
                yield from self._flush()
                yield Feed(dots)
            case b"\x1dV" | b"\x1bi" | b"\x1bm":
                yield from self._cut(source, command)
            case b"\x1dv":
                yield from self._raster(source)
            case b"\x1b*":
                mode, low, high = self._take(source, 3)
                self._take(source, (low + 256 * high) * (3 if mode >= 32 else 1))
                yield Dropped(command)
            case b"\x1d(":
                kind, low, high = self._take(source, 3)
                yield from self._extended(kind, self._take(source, low + 256 * high))
            case b"\x1dk":
                self._skip_barcode(source)
                yield Dropped(command)
            case _ if command in _FIXED_LENGTH:
                self._take(source, _FIXED_LENGTH[command])
            case _:
                yield Dropped(command)

    def _byte(self, source: ByteSource) -> int:
        return self._take(source, 1)[0]

    def _cut(self, source: ByteSource, command: bytes) -> Iterator[Operation]:
        n = self._byte(source) if command == b"\x1dV" else (1 if command == b"\x1bm" else 0)
        feed = self._byte(source) if n in (65, 66) else 0
        yield from self._flush()
        if feed:
            yield Feed(feed)
        yield Cut(partial=n in (1, 49, 66))

    def _raster(self, source: ByteSource) -> Iterator[Operation]:
        _, mode, xl, xh, yl, yh = self._take(source, 6)
        width, rows = xl + 256 * xh, yl + 256 * yh
        scale_x, scale_y = 1 + (mode & 1), 1 + (mode >> 1 & 1)
        yield from self._flush()
        while rows > 0:
            band = min(rows, BAND_ROWS)
            rows -= band
            # A row wider than the paper is read and lost; a picture without width feeds nothing.
            data = b"".join(self._take(source, width)[: self.dots // 8] for _ in range(band))
            shown = min(width, self.dots // 8) * 8
            if shown:
                image = Image.frombytes("1", (shown, band), bytes(byte ^ 0xFF for byte in data))
                image = image.resize((shown * scale_x, band * scale_y), Image.Resampling.NEAREST)
                yield Picture(image, self._modes.align)

    def _extended(self, kind: int, data: bytes) -> Iterator[Operation]:
        if kind == ord("H") and data.startswith(b"00"):
            del self.tape[-5 - len(data) :]
            yield Asked(data[2:])
        elif kind != ord("k") or data[:1] != b"1" or len(data) < 2:
            yield Dropped(b"\x1d(" + bytes([kind]))
        else:
            yield from self._symbol_command(data)

    def _symbol_command(self, data: bytes) -> Iterator[Operation]:
        match data[1], data[2:]:
            case 0x41, _:
                pass
            case 0x43, value if value:
                self._symbol.dots = min(max(value[0], 1), 16)
            case 0x45, value if value and value[0] in list(Correction):
                self._symbol.correction = Correction(value[0])
            case 0x50, value:
                self._symbol.data = value[1:]
            case 0x51, _:
                yield from self._flush()
                yield from self._qr()
            case _:
                yield Dropped(b"\x1d(k" + data[1:2])

    def _qr(self) -> Iterator[Operation]:
        text = self._symbol.data.decode("utf-8", "replace")
        try:
            image = qr_image(text, self._symbol.dots, self._symbol.correction)
        except TooLongForQr:
            image = None
        # Firmware prints nothing for a code that is empty or wider than the paper.
        if image is not None and self._symbol.data and image.width <= self.dots:
            yield Picture(image, self._modes.align, qr=text)

    def _skip_barcode(self, source: ByteSource) -> None:
        if self._byte(source) >= 65:
            self._take(source, self._byte(source))
        else:
            while self._byte(source):
                pass
