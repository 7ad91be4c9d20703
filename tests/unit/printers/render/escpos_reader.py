"""A second reading of what a printer is sent, written from the command table alone and sharing nothing with printers/.

It is strict where firmware is forgiving: an unknown byte, a line wider than the paper or a cut-off command is `Misread`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

#: Font A at 203 dpi: one column in dots
COLUMN = 12
KANJI_ON, KANJI_OFF = b"\x1c&", b"\x1c."


class Misread(AssertionError):
    """The bytes are not what the table allows."""


@dataclass(frozen=True)
class Letter:
    char: str
    #: dots across and down, in multiples of the normal cell
    wide: int
    tall: int
    bold: bool

    def columns(self) -> int:
        return (1 if self.char.isascii() else 2) * self.wide


@dataclass(frozen=True)
class Row:
    letters: tuple[Letter, ...]
    align: int

    @property
    def text(self) -> str:
        return "".join(letter.char for letter in self.letters)


@dataclass(frozen=True)
class Dots:
    """One GS v 0: `rows` of bytes, 1 is burnt."""

    rows: tuple[bytes, ...]
    align: int

    def ink(self, left: int, right: int) -> bool:
        """Say whether anything is burnt from dot `left` up to `right`."""
        return any(row[x // 8] >> (7 - x % 8) & 1 for row in self.rows for x in range(left, right))


@dataclass(frozen=True)
class Code:
    text: str
    dots: int
    correction: int
    align: int


@dataclass
class Reader:
    """Reads one job; `run` it once."""

    data: bytes
    dots: int
    utf8: bool = False
    #: rows, pictures, codes, feeds in dots (int) and cuts (bytes), in order
    came_out: list[Row | Dots | Code | int | bytes] = field(default_factory=list)
    kanji: bool = True
    size: tuple[int, int] = (1, 1)
    hanzi: tuple[int, int] = (1, 1)
    bold: bool = False
    align: int = 0
    spacing: int | None = None
    _at: int = 0
    _line: list[Letter] = field(default_factory=list)
    _code: dict[int, bytes] = field(default_factory=dict)

    def run(self) -> Reader:
        while self._at < len(self.data):
            self._step()
        if self._line:
            raise Misread(f"text never printed: {self._text()!r}")
        return self

    @property
    def rows(self) -> list[Row]:
        return [one for one in self.came_out if isinstance(one, Row)]

    @property
    def pictures(self) -> list[Dots]:
        return [one for one in self.came_out if isinstance(one, Dots)]

    @property
    def codes(self) -> list[Code]:
        return [one for one in self.came_out if isinstance(one, Code)]

    @property
    def said(self) -> str:
        """All text without white space."""
        return "".join("".join(row.text for row in self.rows).split())

    @property
    def is_neutral(self) -> bool:
        return (self.size, self.hanzi, self.bold, self.align, self.spacing) == ((1, 1), (1, 1), False, 0, None)

    def _take(self, count: int) -> bytes:
        piece = self.data[self._at : self._at + count]
        if len(piece) < count:
            raise Misread(f"cut off at {self._at}")
        self._at += count
        return piece

    def _text(self) -> str:
        return "".join(letter.char for letter in self._line)

    def _step(self) -> None:
        first = self._take(1)
        if first == b"\n":
            self.came_out.append(Row(tuple(self._line), self.align))
            self._line.clear()
        elif first in (b"\x1b", b"\x1c", b"\x1d"):
            self._command(first + self._take(1))
        elif b" " <= first <= b"~":
            self._letter(first.decode(), self.size)
        elif first >= b"\x80":
            self._wide_letter(first)
        else:
            raise Misread(f"stray byte {first.hex()} at {self._at - 1}")

    def _wide_letter(self, first: bytes) -> None:
        if self.utf8:
            length = 2 if first < b"\xe0" else 3 if first < b"\xf0" else 4
            self._letter((first + self._take(length - 1)).decode("utf-8"), self.size)
            return
        if not self.kanji:
            raise Misread("hanzi outside kanji mode")
        pair = first + self._take(1)
        if not (0x81 <= pair[0] <= 0xFE and 0x40 <= pair[1] <= 0xFE and pair[1] != 0x7F):
            raise Misread(f"no two-byte character: {pair.hex()}")
        self._letter(pair.decode("gb18030"), (max(self.size[0], self.hanzi[0]), max(self.size[1], self.hanzi[1])))

    def _letter(self, char: str, size: tuple[int, int]) -> None:
        self._line.append(Letter(char, *size, self.bold))
        if sum(letter.columns() for letter in self._line) * COLUMN > self.dots:
            raise Misread(f"wraps: {self._text()!r}")

    def _command(self, command: bytes) -> None:
        if self._line and command not in (b"\x1bE",):
            # Mid-line only boldness changes; everything else works from the next line on with some firmware.
            raise Misread(f"{command!r} in the middle of a line")
        match command:
            case b"\x1b@":
                self.kanji, self.size, self.hanzi, self.bold, self.align = True, (1, 1), (1, 1), False, 0
                self.spacing = None
            case b"\x1c&" | b"\x1c.":
                self.kanji = command == KANJI_ON
            case b"\x1bt" | b"\x1bR" | b"\x1cC":
                self._take(1)
            case b"\x1cS":
                if self._take(2) != b"\x00\x00":
                    raise Misread("hanzi are spaced")
            case b"\x1d!":
                n = self._take(1)[0]
                self.size = (n >> 4) + 1, (n & 15) + 1
            case b"\x1c!":
                n = self._take(1)[0]
                self.hanzi = 1 + (n >> 2 & 1), 1 + (n >> 3 & 1)
            case b"\x1bE":
                self.bold = self._take(1) == b"\x01"
            case b"\x1ba":
                self.align = self._take(1)[0]
            case b"\x1b3":
                self.spacing = self._take(1)[0]
            case b"\x1b2":
                self.spacing = None
            case b"\x1bJ":
                self.came_out.append(self._take(1)[0])
            case b"\x1dV":
                self._cut()
            case b"\x1dv":
                self._raster()
            case b"\x1d(":
                self._symbol()
            case _:
                raise Misread(f"unknown command {command!r} at {self._at - 2}")

    def _cut(self) -> None:
        n = self._take(1)
        self.came_out.append(n + self._take(1) if n in b"AB" else n)

    def _raster(self) -> None:
        zero, mode, xl, xh, yl, yh = self._take(6)
        across, down = xl + 256 * xh, yl + 256 * yh
        if zero != 0x30 or mode or not 0 < across <= self.dots // 8 or not 0 < down <= 960:
            raise Misread(f"raster of {across} x {down}, mode {mode}")
        self.came_out.append(Dots(tuple(self._take(across) for _ in range(down)), self.align))

    def _symbol(self) -> None:
        kind, low, high = self._take(3)
        data = self._take(low + 256 * high)
        if kind != ord("k") or data[:1] != b"1":
            raise Misread(f"GS ( {chr(kind)} {data[:4]!r}")
        function = data[1]
        if function == 0x51:
            wanted = [0x41, 0x43, 0x45, 0x50]
            if sorted(self._code) != wanted or self._code[0x41] != b"2\x00" or data != b"1Q0":
                raise Misread(f"QR printed from {self._code}")
            stored = self._code[0x50]
            if stored[:1] != b"0":
                raise Misread("QR stored in the wrong place")
            text = stored[1:].decode("utf-8")
            self.came_out.append(Code(text, self._code[0x43][0], self._code[0x45][0], self.align))
            self._code.clear()
        elif function in (0x41, 0x43, 0x45, 0x50):
            self._code[function] = data[2:]
        else:
            raise Misread(f"QR function {function:#x}")
