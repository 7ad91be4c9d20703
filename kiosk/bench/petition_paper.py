"""What happens to a page on its way to the camera: table, tilt, shadow, red lines, a stamp. OpenCV and numpy only."""

from __future__ import annotations

import math
import random
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

Pixels = np.ndarray[Any, np.dtype[Any]]

#: red of a Chinese office stamp, RGB
_RED = (205, 40, 42)


def photograph(page: Image.Image, rng: random.Random) -> Image.Image:
    """Lay the page askew on a wooden table under one lamp, as a hand-held camera sees it."""
    sheet = np.asarray(page.convert("RGB"))
    height, width = sheet.shape[:2]
    margin = int(height * 0.07)
    out_w, out_h = width + 2 * margin, height + 2 * margin
    table = _table(out_w, out_h, rng)
    angle = math.radians(rng.uniform(2.0, 5.0) * rng.choice((-1, 1)))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    centre = np.array([width / 2, height / 2])
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    seen = (corners - centre) @ turn.T * 0.94 + np.array([out_w / 2, out_h / 2])
    pinch = width * 0.018
    seen += np.array([[pinch, 0], [-pinch, rng.uniform(0, pinch)], [0, 0], [0, -rng.uniform(0, pinch)]])
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    laid = cv2.warpPerspective(sheet, matrix, (out_w, out_h), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full(sheet.shape[:2], 255, np.uint8), matrix, (out_w, out_h))
    alpha = mask[..., None].astype(np.float32) / 255
    lit = (laid * alpha + table * (1 - alpha)) * _light(out_w, out_h, rng)[..., None]
    noise = np.random.default_rng(rng.randint(0, 2**31)).normal(0, 3.0, lit.shape)
    blurred = cv2.GaussianBlur(np.clip(lit + noise, 0, 255).astype(np.uint8), (0, 0), 0.7)
    return Image.fromarray(blurred)


def _table(width: int, height: int, rng: random.Random) -> Pixels:
    grain = np.random.default_rng(rng.randint(0, 2**31)).normal(0, 1, (height, max(8, width // 40)))
    lines = cv2.resize(cv2.GaussianBlur(grain, (0, 0), 6), (width, height), interpolation=cv2.INTER_CUBIC)
    base = np.array([96, 70, 48], dtype=np.float32)
    return np.clip(base + lines[..., None] * 60, 0, 255).astype(np.uint8)


def _light(width: int, height: int, rng: random.Random) -> Pixels:
    """Falloff of one lamp and the soft shadow of an arm."""
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    falloff = 1.0 - 0.30 * (xs / width) - 0.12 * (ys / height)
    edge = rng.uniform(0.55, 0.75) * width
    slope = rng.uniform(-0.25, 0.25)
    shadow = 1.0 - 0.34 / (1.0 + np.exp(-(xs - edge + slope * ys) / (width * 0.015)))
    light: Pixels = (falloff * shadow).astype(np.float32)
    return light


def red_lines(page: Image.Image, top: int, step: int, left: int, right: int) -> None:
    """Rule the page as letter paper (红线信纸) is ruled."""
    draw = ImageDraw.Draw(page)
    for y in range(top, page.height - step // 2, step):
        draw.line((left, y, right, y), fill=(225, 105, 105), width=2)


def stamp(page: Image.Image, text: str, centre: tuple[int, int], font_file: Path, rng: random.Random) -> None:
    """Press a round red stamp with `text` along its rim over whatever is there."""
    radius = int(page.width * 0.11)
    size = radius * 2 + 20
    layer = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    draw.ellipse((10, 10, size - 10, size - 10), outline=(*_RED, 225), width=8)
    middle = size / 2
    points = []
    for i in range(10):
        reach = radius * (0.30 if i % 2 == 0 else 0.12)
        turn = math.pi * i / 5 - math.pi / 2
        points.append((middle + reach * math.cos(turn), middle + reach * math.sin(turn)))
    draw.polygon(points, fill=(*_RED, 215))
    font = ImageFont.truetype(str(font_file), int(radius * 0.26))
    for i, char in enumerate(text):
        turn = math.radians(-215 + 250 * i / max(1, len(text) - 1))
        tile = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
        ImageDraw.Draw(tile).text((30, 30), char, font=font, fill=(*_RED, 220), anchor="mm")
        tile = tile.rotate(-math.degrees(turn) - 90, resample=Image.Resampling.BICUBIC)
        at = (middle + radius * 0.78 * math.cos(turn), middle + radius * 0.78 * math.sin(turn))
        layer.alpha_composite(tile, (int(at[0]) - 30, int(at[1]) - 30))
    turned = layer.rotate(rng.uniform(-12, 12), resample=Image.Resampling.BICUBIC)
    sheet = np.asarray(page).astype(np.float32)
    x0, y0 = centre[0] - size // 2, centre[1] - size // 2
    patch = np.asarray(turned).astype(np.float32)
    alpha = patch[..., 3:4] / 255
    under = sheet[y0 : y0 + size, x0 : x0 + size]
    # ink multiplies: black strokes stay black under the stamp
    pressed = under * (1 - alpha) + under * patch[..., :3] / 255 * alpha
    sheet[y0 : y0 + size, x0 : x0 + size] = pressed
    page.paste(Image.fromarray(sheet.astype(np.uint8)))
