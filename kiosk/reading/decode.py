"""From bytes of unknown origin to pixels, or to the issue that forbids it. The header is judged before decoding."""

from __future__ import annotations

import io
import warnings

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps

from kiosk.reading.engine import Image
from kiosk.reading.result import PageIssue

#: a 48-megapixel phone photo passes; beyond it a page gains nothing and memory is lost
MAX_PIXELS = 50_000_000
#: a JPEG that is not progressive is shrunk while it is decoded and never held whole: 108-megapixel phones
MAX_SHRUNK = 110_000_000
MAX_BYTES = 60_000_000
#: below this no line of text can be read
MIN_SIDE = 160
#: longer side of the image that is worked on: A4 at about 200 dpi
WORK_SIDE = 2300
#: JPEG takes in MPO, which many phones write as .jpg
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP", "WEBP")
# registers the readers that Pillow loads only on demand
Pillow.init()


def decode(data: bytes) -> Image | PageIssue:
    """Decode one page, turned as its EXIF says, no longer than `WORK_SIDE`. Never raises on bad input."""
    if len(data) > MAX_BYTES:
        return PageIssue.TOO_LARGE
    try:
        with warnings.catch_warnings():
            # Pillow warns about decompression bombs and about odd metadata; sizes are judged here
            warnings.simplefilter("ignore")
            return _decode(data)
    except Pillow.DecompressionBombError:
        return PageIssue.TOO_LARGE
    except (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, TypeError, EOFError):
        # what Pillow's readers raise on broken files of all kinds
        return PageIssue.NOT_AN_IMAGE


def _decode(data: bytes) -> Image | PageIssue:
    with Pillow.open(io.BytesIO(data), formats=_FORMATS) as source:
        width, height = source.size
        shrinks = source.format in ("JPEG", "MPO") and not source.info.get("progressive")
        if width * height > (MAX_SHRUNK if shrinks else MAX_PIXELS):
            return PageIssue.TOO_LARGE
        if min(width, height) < MIN_SIDE:
            return PageIssue.TOO_SMALL
        # a JPEG is decoded at 1/2, 1/4 or 1/8 when that is still enough
        source.draft("RGB", (WORK_SIDE, WORK_SIDE))
        source.load()
        upright = ImageOps.exif_transpose(source)
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            layer = upright.convert("RGBA")
            paper = Pillow.new("RGBA", layer.size, "white")
            paper.alpha_composite(layer)
            upright = paper
        if upright.mode.startswith("I;16"):
            upright = upright.point(lambda value: value / 256).convert("L")
        rgb = upright.convert("RGB")
        if max(rgb.size) > WORK_SIDE:
            rgb.thumbnail((WORK_SIDE, WORK_SIDE), Pillow.Resampling.LANCZOS, reducing_gap=2.0)
        return np.ascontiguousarray(np.asarray(rgb)[:, :, ::-1])
