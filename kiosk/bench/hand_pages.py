"""Letters as a hand writes them and a phone photographs them, with the lines that stand on them.

There is no real handwriting here: people's letters do not belong in a repository. This is the hardest honest stand-in:
a handwriting-like face when one is installed, each letter bent, turned, shifted and thickened by itself, lines that
drift, ballpoint or pencil that bleeds, letter paper in rules or squares, a curled sheet on a table, uneven light, a
camera that is not quite in focus. The same seed gives the same page.
"""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from kiosk.bench.petition_pages import FontMissing
from kiosk.bench.petition_text import write_petition

Pixels = np.ndarray[Any, np.dtype[Any]]

#: A4 at about 200 dpi
WIDTH, HEIGHT = 1654, 2339
#: handwriting-like faces of Debian (fonts-seto, fonts-kouzan-mouhitsu, fonts-klee, fonts-lxgw-wenkai, fonts-arphic-ukai)
_FACES = (
    "setofont.ttf", "kouzan-mouhitsu-gyosho.ttf", "KleeOne-Regular.ttf", "LXGWWenKai-Light.ttf", "ukai.ttc"
)  # fmt: skip
_INSTALLED = Path("/usr/share/fonts")
#: ballpoint blue, black, pencil: RGB
_INKS = ((24, 34, 110), (30, 30, 34), (92, 92, 96))
#: side of the tile on which one letter is drawn and bent
_TILE = 128
_MARGIN = 130


@dataclass(frozen=True, slots=True)
class HandPage:
    """One photographed page and its lines from top to bottom."""

    face: str
    jpeg: bytes
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Writer:
    """How one person writes."""

    faces: tuple[ImageFont.FreeTypeFont, ...]
    ink: tuple[int, int, int]
    #: pixels of a letter, of a line
    size: int
    step: int
    #: sideways lean, strength of the bending in pixels, stroke growth in pixels
    lean: float
    bend: float
    thick: int
    drift: float


def faces(folder: Path | None = None) -> tuple[Path, ...]:
    """The handwriting-like font files below `folder`, or below the installed fonts; best first.

    Raises `FontMissing` when there is none.
    """
    root = folder or _INSTALLED
    found = {path.name: path for path in sorted(root.rglob("*.tt[fc]"))}
    have = tuple(found[name] for name in _FACES if name in found)
    if not have:
        raise FontMissing("缺少楷体或手写字体，请安装 fonts-arphic-ukai 或 fonts-seto · no handwriting-like font")
    return have


def write_by_hand(paragraphs: Sequence[str], seed: int, files: Sequence[Path]) -> HandPage:
    """Write paragraphs on one sheet and photograph it; what does not fit on the sheet is left away."""
    rng = random.Random(seed)
    noise = np.random.default_rng(seed)
    chosen = files[seed % len(files)]
    writer = _writer(chosen, files, rng)
    sheet, lines = _write(paragraphs, writer, rng, noise)
    photo = _photograph(_curl(sheet, rng), rng, noise)
    held = io.BytesIO()
    Image.fromarray(photo).save(held, "JPEG", quality=rng.randint(62, 85))
    return HandPage(chosen.name, held.getvalue(), tuple(lines))


def hand_petition(seed: int, files: Sequence[Path]) -> HandPage:
    """The story of a synthetic petition (`kiosk.bench.petition_text`), written by hand."""
    text = write_petition(random.Random(seed), None)
    return write_by_hand([paragraph for page in text.pages[1:] for paragraph, _ in page], seed, files)


def _writer(chosen: Path, files: Sequence[Path], rng: random.Random) -> _Writer:
    size = rng.randint(52, 72)
    # a face that lacks a letter is helped out by the others
    order = [chosen, *(path for path in files if path != chosen)]
    return _Writer(
        faces=tuple(ImageFont.truetype(str(path), size) for path in order),
        ink=rng.choice(_INKS),
        size=size,
        step=round(size * rng.uniform(1.45, 1.8)),
        lean=rng.uniform(-0.08, 0.2),
        bend=rng.uniform(1.5, 4.0),
        thick=rng.choice((0, 0, 1)),
        drift=rng.uniform(2.0, 9.0),
    )


def _write(
    paragraphs: Sequence[str], writer: _Writer, rng: random.Random, noise: np.random.Generator
) -> tuple[Pixels, list[str]]:
    paper = np.array([rng.randint(228, 250), rng.randint(228, 248), rng.randint(218, 240)], np.float32)
    sheet = np.clip(paper + noise.normal(0, 2.0, (HEIGHT, WIDTH, 1)), 0, 255).astype(np.float32)
    ruling = rng.choice(("rules", "squares", "plain"))
    _rule(sheet, ruling, writer, rng)
    ink = np.zeros((HEIGHT, WIDTH), np.float32)
    pitch = writer.size * (1.06 if ruling == "squares" else rng.uniform(0.92, 1.08))
    room = int((WIDTH - 2 * _MARGIN) / pitch)
    lines: list[str] = []
    y = 200
    for paragraph in paragraphs:
        for line in _wrapped("　　" + paragraph, room):
            if y > HEIGHT - 160:
                break
            _line(ink, line, y, pitch, writer, rng, noise)
            lines.append(line.strip("　 "))
            y += writer.step
    bled = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.5, 1.1))[..., None] * rng.uniform(0.78, 1.0)
    colour = np.array(writer.ink, np.float32)
    return np.clip(sheet * (1 - bled) + colour * bled, 0, 255).astype(np.uint8), lines


def _wrapped(text: str, room: int) -> list[str]:
    lines, line, width = [], "", 0.0
    for char in text:
        wide = 0.55 if char.isascii() else 1.0
        if width + wide > room and char not in "，。；、：）！？":
            lines.append(line)
            line, width = "", 0.0
        line += char
        width += wide
    return [*lines, line]


def _line(
    ink: Pixels, text: str, y: int, pitch: float, writer: _Writer, rng: random.Random, noise: np.random.Generator
) -> None:
    x = _MARGIN + rng.uniform(-8, 8)
    slope, phase = rng.uniform(-0.006, 0.006), rng.uniform(0, 6.28)
    for char in text:
        if char not in "　 ":
            down = slope * (x - _MARGIN) + writer.drift * np.sin(x / 260 + phase) + rng.uniform(-3, 3)
            _letter(ink, char, x, y + down, writer, rng, noise)
        x += pitch * (0.58 if char.isascii() else 1.0) + rng.uniform(-3.5, 3.5)


def _letter(
    ink: Pixels, char: str, x: float, y: float, writer: _Writer, rng: random.Random, noise: np.random.Generator
) -> None:
    tile = Image.new("L", (_TILE, _TILE), 0)
    face = next((face for face in writer.faces if _has(face, char)), writer.faces[-1])
    ImageDraw.Draw(tile).text((_TILE // 2, _TILE // 2 + writer.size * 0.36), char, font=face, fill=255, anchor="ms")
    drawn = np.asarray(tile)
    if writer.thick:
        drawn = cv2.dilate(drawn, np.ones((2, 2), np.uint8), iterations=writer.thick)
    angle, grown = rng.uniform(-7, 7), rng.uniform(0.84, 1.12)
    matrix = cv2.getRotationMatrix2D((_TILE / 2, _TILE / 2), angle, grown)
    matrix = matrix @ np.array([[1, -writer.lean, writer.lean * _TILE / 2], [0, rng.uniform(0.9, 1.08), 0], [0, 0, 1]])
    turned = cv2.warpAffine(drawn, matrix, (_TILE, _TILE))
    # bending: a smooth random field, the same for the whole stroke and different for each letter
    field = cv2.resize(
        noise.normal(0, writer.bend, (5, 5, 2)).astype(np.float32), (_TILE, _TILE), interpolation=cv2.INTER_CUBIC
    )
    ys, xs = np.mgrid[0:_TILE, 0:_TILE].astype(np.float32)
    bent = cv2.remap(turned, xs + field[..., 0], ys + field[..., 1], cv2.INTER_LINEAR).astype(np.float32) / 255
    # pressure fades along the letter
    bent *= np.linspace(rng.uniform(0.75, 1.0), rng.uniform(0.75, 1.0), _TILE, dtype=np.float32)[None, :]
    left, top = round(x + writer.size / 2 - _TILE / 2), round(y - _TILE / 2)
    if left < 0 or top < 0 or left + _TILE > WIDTH or top + _TILE > HEIGHT:
        return
    part = ink[top : top + _TILE, left : left + _TILE]
    np.maximum(part, bent, out=part)


def _has(face: ImageFont.FreeTypeFont, char: str) -> bool:
    """A face draws the letters it lacks as it draws U+FFFF, or not at all."""
    drawn, missing = face.getmask(char), face.getmask("\uffff")
    return drawn.getbbox() is not None and (drawn.size != missing.size or bytes(drawn) != bytes(missing))


def _rule(sheet: Pixels, ruling: str, writer: _Writer, rng: random.Random) -> None:
    red = (rng.randint(195, 225), rng.randint(90, 130), rng.randint(90, 130))
    bottom = 200 + writer.step // 2
    rows = range(bottom - writer.step, HEIGHT - 120, writer.step)
    if ruling == "plain":
        return
    for y in rows:
        cv2.line(sheet, (_MARGIN - 30, y), (WIDTH - _MARGIN + 40, y), red, 2, cv2.LINE_AA)
    if ruling == "squares":
        side = round(writer.size * 1.06)
        for x in range(_MARGIN - side // 8, WIDTH - _MARGIN + side, side):
            cv2.line(sheet, (x, rows[0]), (x, rows[-1]), red, 2, cv2.LINE_AA)


def _curl(sheet: Pixels, rng: random.Random) -> Pixels:
    """A sheet that was folded and does not lie quite flat."""
    ys, xs = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    lift = rng.uniform(3, 11) * np.sin(xs / WIDTH * rng.uniform(2.5, 6.0) + rng.uniform(0, 3))
    bent = cv2.remap(sheet, xs, ys + lift.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    fold = 1 - 0.10 * np.exp(-(((ys - HEIGHT * rng.uniform(0.3, 0.7)) / 12) ** 2))
    folded: Pixels = np.clip(bent * fold[..., None], 0, 255).astype(np.uint8)
    return folded


def _photograph(sheet: Pixels, rng: random.Random, noise: np.random.Generator) -> Pixels:
    wide, high = round(WIDTH * 1.16), round(HEIGHT * 1.12)
    table = np.array([rng.randint(50, 140), rng.randint(40, 110), rng.randint(30, 90)], np.float32)
    ground = np.clip(
        table + cv2.resize(noise.normal(0, 12, (high // 24, wide // 240 + 2, 1)), (wide, high))[..., None], 0, 255
    )
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    shift = np.array([(wide - WIDTH) / 2, (high - HEIGHT) / 2], np.float32)
    seen = corners + shift + noise.uniform(-62, 62, (4, 2)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    laid = cv2.warpPerspective(sheet, matrix, (wide, high)).astype(np.float32)
    mask = cv2.warpPerspective(np.ones((HEIGHT, WIDTH), np.float32), matrix, (wide, high))[..., None]
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    lamp = 1.0 - rng.uniform(0.1, 0.4) * np.hypot((xs / wide) - rng.random(), (ys / high) - rng.random())
    edge = rng.uniform(0.3, 0.9) * wide
    arm = 1.0 - rng.uniform(0.0, 0.4) / (1.0 + np.exp(-(xs - edge + rng.uniform(-0.4, 0.4) * ys) / (wide * 0.03)))
    warm = np.array([1.0, rng.uniform(0.94, 1.0), rng.uniform(0.84, 1.0)], np.float32)
    lit = (laid * mask + ground * (1 - mask)) * (lamp * arm)[..., None] * warm
    soft = cv2.GaussianBlur(lit, (0, 0), rng.uniform(0.7, 1.9))
    if rng.random() < 0.4:
        reach = rng.choice((3, 5))
        soft = cv2.filter2D(soft, -1, np.full((1, reach), 1 / reach, np.float32))
    photo: Pixels = np.clip(soft + noise.normal(0, rng.uniform(2, 6), soft.shape), 0, 255).astype(np.uint8)
    return photo
