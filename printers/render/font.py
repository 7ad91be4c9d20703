"""System fonts as thermal-printer glyphs: one bit a dot, every character in its own cell."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from printers.profiles.profile import CELL_HEIGHT, CELL_WIDTH
from printers.render.columns import char_width

#: where distributions put fonts with Chinese glyphs, best first: regular file, bold file ("" when there is none)
KNOWN_FONTS = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc", "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc"),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", ""),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", ""),
    ("/usr/share/fonts/truetype/arphic/uming.ttc", ""),
)
#: like 宋体, to stand among the letters of a form; the simplified face of the collection
KNOWN_SERIFS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc",
)
SIMPLIFIED_FACE = 2
#: a face of a collection whose ASCII is half as wide as its hanzi
MONO_FACE = "Mono CJK SC"
FONTCONFIG_TIMEOUT_S = 5.0
#: share of the cell above the baseline: hanzi reach 0.84 up; the tails of g and y reach 0.2 down
HANZI_BASELINE = 5 / 6
ASCII_BASELINE = 19 / 24
#: the same share where a glyph has the whole square to itself
HANZI_HEIGHT = 0.88
#: grey level (0 white, 255 black) from which a dot is burnt; thin strokes of small hanzi need it low
THRESHOLD = 112


class NoChineseFont(RuntimeError):
    """No font on this machine draws hanzi."""

    cause = "本机没有中文字体 · No Chinese font on this machine"
    remedy = "安装 fonts-noto-cjk：sudo apt-get install fonts-noto-cjk · Install the package fonts-noto-cjk"

    def __init__(self) -> None:
        super().__init__(f"{self.cause}；{self.remedy}")


@dataclass(frozen=True, slots=True)
class Face:
    path: str
    index: int
    #: no bold file: glyphs are struck twice, one dot apart
    strike_twice: bool = False


@lru_cache(maxsize=4096)
def glyph(char: str, wide: int, tall: int, bold: bool) -> Image.Image:
    """Return `char` as a mask ("L", 255 where a dot is burnt) of its cell; raise `NoChineseFont`."""
    face = _face(bold)
    height = CELL_HEIGHT * tall
    columns = max(char_width(char), 1)
    # Drawn at the full height and squeezed sideways when only the height is doubled.
    drawn = Image.new("L", (columns * CELL_WIDTH * tall, height), 0)
    pen = ImageDraw.Draw(drawn)
    position = (drawn.width / 2, height * (ASCII_BASELINE if columns == 1 else HANZI_BASELINE))
    pen.text(position, char, font=_font(face, height), fill=255, anchor="ms")
    if face.strike_twice:
        pen.text((position[0] + tall, position[1]), char, font=_font(face, height), fill=255, anchor="ms")
    if wide != tall:
        drawn = drawn.resize((columns * CELL_WIDTH * wide, height), Image.Resampling.BOX)
    return drawn.point([255 if level >= THRESHOLD else 0 for level in range(256)])


def large_glyph(char: str, dots: int) -> Image.Image:
    """Return `char` in a square of `dots`, mode "L", black on white, with serifs if there are; raise `NoChineseFont`."""
    drawn = Image.new("L", (dots, dots), 255)
    face = next((Face(path, SIMPLIFIED_FACE) for path in KNOWN_SERIFS if Path(path).is_file()), None) or _face(False)
    font = _font(face, dots)
    ImageDraw.Draw(drawn).text((dots / 2, dots * HANZI_HEIGHT), char, font=font, fill=0, anchor="ms")
    return drawn


@lru_cache(maxsize=2)
def _face(bold: bool) -> Face:
    for regular, heavy in (*KNOWN_FONTS, *_fontconfig()):
        path = heavy if bold and heavy else regular
        if Path(path).is_file() and (index := _chinese_face(path)) is not None:
            return Face(path, index, strike_twice=bold and not heavy)
    raise NoChineseFont


@lru_cache(maxsize=16)
def _font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face.path, size, index=face.index, layout_engine=ImageFont.Layout.BASIC)


def _chinese_face(path: str) -> int | None:
    """Return the index of the best face in the file, or None when it draws no hanzi."""
    best: int | None = None
    index = 0
    while True:
        try:
            font = ImageFont.truetype(path, CELL_HEIGHT, index=index, layout_engine=ImageFont.Layout.BASIC)
        except OSError:
            return best
        if MONO_FACE in (font.getname()[0] or ""):
            return index
        if best is None and bytes(font.getmask("信")) != bytes(font.getmask("\U0010ffff")):
            best = index
        index += 1


def _fontconfig() -> tuple[tuple[str, str], ...]:
    """Ask fontconfig for fonts with Chinese; none when it is not installed."""
    try:
        answer = subprocess.run(
            ["fc-list", "--format", "%{file}\n", ":lang=zh-cn"],
            capture_output=True,
            text=True,
            timeout=FONTCONFIG_TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple((path, "") for path in sorted(set(answer.stdout.splitlines())))
