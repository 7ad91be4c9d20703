"""The signature drawn on the screen, as one more page of the registration."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw

from kiosk.flow.visit import Page
from kiosk.reading.result import Stroke

#: px, the height of the field and half of what is left free around what was drawn
HEIGHT = 400
MARGIN = 40
PEN = 12
KIND = "signature"


def signature_page(strokes: Sequence[Stroke]) -> Page | None:
    """Black on white, as wide as it was drawn; the same strokes give the same bytes. None for no strokes."""
    if not strokes:
        return None
    lines = [[(x * HEIGHT + MARGIN, y * HEIGHT + MARGIN) for x, y in stroke] for stroke in strokes]
    right = max(x for line in lines for x, _ in line)
    sheet = Image.new("L", (max(HEIGHT, math.ceil(right)) + MARGIN, HEIGHT + 2 * MARGIN), 255)
    pen = ImageDraw.Draw(sheet)
    for line in lines:
        pen.line(line, fill=0, width=PEN, joint="curve")
        for x, y in (line[0], line[-1]):
            # the ends are round, and a dot is a stroke too
            pen.ellipse((x - PEN / 2, y - PEN / 2, x + PEN / 2, y + PEN / 2), fill=0)
    held = io.BytesIO()
    sheet.save(held, "PNG")
    data = held.getvalue()
    return Page(KIND, data, "image/png", hashlib.sha256(data).hexdigest())
