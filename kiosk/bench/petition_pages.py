"""Synthetic petitions as page images with the truth about them: printed, photographed askew, and written by hand.

The same seed gives the same words and the same pages. Used to measure the reader and to feed demos, never by a kiosk
in service.
"""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from kiosk.bench.petition_paper import photograph, red_lines, stamp
from kiosk.bench.petition_text import PersonText, PetitionText, Truth, write_petition

#: A4 at about 180 dpi
WIDTH, HEIGHT = 1488, 2105

_PRINT_FONTS = (
    Path("/usr/share/fonts/truetype/arphic/uming.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
)
_HAND_FONTS = (Path("/usr/share/fonts/truetype/arphic/ukai.ttc"), *_PRINT_FONTS)
#: in the Noto collections the third face (index 2) is the simplified one
_NOTO_SIMPLIFIED = 2


class FontMissing(Exception):
    """No Chinese font is installed: apt install fonts-arphic-uming fonts-arphic-ukai, or fonts-noto-cjk."""


@dataclass(frozen=True, slots=True)
class PetitionPage:
    """One page image and the lines printed on it, top to bottom."""

    #: "printed", "photographed" or "handwritten"
    kind: str
    jpeg: bytes
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Petition:
    """Three pages and what is true about them."""

    title: str
    pages: tuple[PetitionPage, ...]
    truth: Truth


def render_petition(seed: int, person: PersonText | None = None, count: int = 3) -> Petition:
    """Render the petition of this seed; `person` replaces the invented petitioner. Raises `FontMissing`."""
    rng = random.Random(seed)
    text = write_petition(rng, person)
    pages = (_printed(text, rng), _photographed(text, rng), _handwritten(text, rng))
    return Petition(text.title, pages[:count], text.truth)


def _printed(text: PetitionText, rng: random.Random) -> PetitionPage:
    image, lines = _typeset(text.pages[0], text.title, rng)
    return PetitionPage("printed", _jpeg(image), lines)


def _photographed(text: PetitionText, rng: random.Random) -> PetitionPage:
    image, lines = _typeset(text.pages[1], "", rng)
    return PetitionPage("photographed", _jpeg(photograph(image, rng)), lines)


def _handwritten(text: PetitionText, rng: random.Random) -> PetitionPage:
    """Brush-like type with a trembling hand, on red-ruled paper, with a round stamp over the signature."""
    image = Image.new("RGB", (WIDTH, HEIGHT), (252, 250, 244))
    step, left = 104, 150
    red_lines(image, 250, step, left - 40, WIDTH - left + 40)
    size = 56
    font_file = _first(_HAND_FONTS)
    lines: list[str] = []
    y = 250
    for paragraph, block in text.pages[2]:
        for line in _wrap(("" if block else "　　") + paragraph, (WIDTH - 2 * left) // (size + 4)):
            x = float(left)
            for char in line:
                _jittered(image, char, (x, y + step - 14), font_file, size, rng)
                x += (size + 4) * (0.56 if char.isascii() else 1.0) + rng.uniform(-1.5, 1.5)
            lines.append(line.strip("　 "))
            y += step
    stamp(image, "峰峰矿区新庄村民委员会", (left + 470, y - int(step * 1.2)), _first(_PRINT_FONTS), rng)
    return PetitionPage("handwritten", _jpeg(image), tuple(lines))


def _jittered(
    image: Image.Image, char: str, at: tuple[float, float], font_file: Path, size: int, rng: random.Random
) -> None:
    font = _font(font_file, size + rng.randint(-3, 3))
    tile = Image.new("L", (size * 2, size * 2), 0)
    ImageDraw.Draw(tile).text((size, int(size * 1.4)), char, font=font, fill=255, anchor="ms")
    tile = tile.rotate(rng.uniform(-5, 5), resample=Image.Resampling.BICUBIC)
    ink = (28, 34, 70)
    corner = (int(at[0] - size / 2), int(at[1] - size * 1.4 + rng.uniform(-4, 4)))
    image.paste(ink, (*corner, corner[0] + tile.width, corner[1] + tile.height), tile)


def _typeset(
    paragraphs: tuple[tuple[str, bool], ...], title: str, rng: random.Random
) -> tuple[Image.Image, tuple[str, ...]]:
    image = Image.new("RGB", (WIDTH, HEIGHT), (250, 250, 248))
    draw = ImageDraw.Draw(image)
    font_file = rng.choice([f for f in _PRINT_FONTS if f.exists()] or [_first(_PRINT_FONTS)])
    size = rng.choice((34, 36, 40))
    font, left, step = _font(font_file, size), 170, int(size * rng.choice((1.6, 1.75, 2.0)))
    lines: list[str] = []
    y = 200
    for part in _wrap(title, 24) if title else []:
        draw.text((WIDTH // 2, y), part, font=_font(font_file, int(size * 1.35)), fill=(15, 15, 15), anchor="ma")
        lines.append(part)
        y += int(step * 1.4)
    y += step // 2
    for paragraph, block in paragraphs:
        for line in _wrap(("" if block else "　　") + paragraph, (WIDTH - 2 * left) // size):
            draw.text((left, y), line, font=font, fill=(20, 20, 20))
            lines.append(line.strip("　 "))
            y += step
    return image, tuple(lines)


def _wrap(text: str, limit: int) -> list[str]:
    """Break after `limit` full widths; ASCII counts half; no line begins with closing punctuation."""
    lines, line, width = [], "", 0.0
    for char in text:
        wide = 0.52 if char.isascii() else 1.0
        if width + wide > limit and char not in "，。；、：）〕":
            lines.append(line)
            line, width = "", 0.0
        line += char
        width += wide
    return [*lines, line] if line else lines


def _font(file: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(file), size, index=_NOTO_SIMPLIFIED if "Noto" in file.name else 0)


def _first(files: tuple[Path, ...]) -> Path:
    for file in files:
        if file.exists():
            return file
    raise FontMissing("缺少中文字体，请安装 fonts-arphic-uming、fonts-arphic-ukai · no Chinese font installed")


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88, dpi=(180, 180))
    return buffer.getvalue()
