"""From bytes of unknown origin to pixels, or to the issue that forbids it. The header is judged before decoding."""

from __future__ import annotations

import io
import struct
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
#: what Pillow's readers raise on broken files of all kinds
_BROKEN = (OSError, ValueError, SyntaxError, ArithmeticError, LookupError, TypeError, EOFError, struct.error)
#: pages of one file: what one registration can carry
MAX_LEAVES = 60
#: frames looked at for each page wanted; scanners put a small picture beside every page
_FRAMES_A_LEAF = 4
#: TIFF 6.0, NewSubfileType: bit 0 is a smaller picture of another frame
_SUBFILE, _SMALLER = 254, 1
#: how a JPEG ends (ITU-T T.81, EOI), and the grey that stands for what did not arrive
_JPEG_END, _LOST = b"\xff\xd9", 128
# registers the readers that Pillow loads only on demand
Pillow.init()


def leaves(data: bytes, most: int = MAX_LEAVES) -> tuple[int, ...]:
    """Frames of a file that are pages: of a TIFF, as scanners send a stack, all but its previews; else the first.

    At most `most`; a frame that cannot be reached is the last one, so that reading it says what is wrong.
    """
    if not data.startswith((b"II", b"MM")):
        return (0,)
    found: list[int] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Pillow.open(io.BytesIO(data), formats=("TIFF",)) as source:
                for frame in range(most * _FRAMES_A_LEAF):
                    try:
                        source.seek(frame)
                        smaller = int(source.getexif().get(_SUBFILE, 0)) & _SMALLER
                    except EOFError:
                        break
                    if not smaller:
                        found.append(frame)
                    if len(found) == most:
                        break
        except (*_BROKEN, Pillow.DecompressionBombError):
            found.append(found[-1] + 1 if found else 0)
    return tuple(found) or (0,)


def decode(data: bytes, frame: int = 0) -> Image | PageIssue:
    """Decode one page, turned as its EXIF says, no longer than `WORK_SIDE`. Never raises on bad input."""
    if len(data) > MAX_BYTES:
        return PageIssue.TOO_LARGE
    try:
        with warnings.catch_warnings():
            # Pillow warns about decompression bombs and about odd metadata; sizes are judged here
            warnings.simplefilter("ignore")
            found = _decode(data, frame)
            if found is PageIssue.INCOMPLETE and data.startswith(b"\xff\xd8"):
                # some cameras forget the end mark: then nothing is missing but that
                ended = _decode(data + _JPEG_END, frame, ended=True)
                found = found if isinstance(ended, PageIssue) or _lost_rows(ended) else ended
            return found
    except Pillow.DecompressionBombError:
        return PageIssue.TOO_LARGE
    except _BROKEN:
        return PageIssue.NOT_AN_IMAGE


def _decode(data: bytes, frame: int, *, ended: bool = False) -> Image | PageIssue:
    """`ended`: an end mark was added; a progressive JPEG does not show what it lacks, so it stays incomplete."""
    with Pillow.open(io.BytesIO(data), formats=_FORMATS) as source:
        if frame:
            source.seek(frame)
        width, height = source.size
        progressive = bool(source.info.get("progressive"))
        shrinks = source.format in ("JPEG", "MPO") and not progressive
        if width * height > (MAX_SHRUNK if shrinks else MAX_PIXELS):
            return PageIssue.TOO_LARGE
        if min(width, height) < MIN_SIDE:
            return PageIssue.TOO_SMALL
        # a JPEG is decoded at 1/2, 1/4 or 1/8 when that is still enough
        source.draft("RGB", (WORK_SIDE, WORK_SIDE))
        try:
            source.load()
        except _BROKEN:
            # the header is sound: a part of the rest did not arrive
            return PageIssue.INCOMPLETE
        if ended and progressive:
            return PageIssue.INCOMPLETE
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
            # half the time of LANCZOS, and no character more is misread
            rgb.thumbnail((WORK_SIDE, WORK_SIDE), Pillow.Resampling.HAMMING, reducing_gap=2.0)
        return np.ascontiguousarray(np.asarray(rgb)[:, :, ::-1])


def _lost_rows(image: Image) -> bool:
    """Tell whether a side of the image is the even grey that stands for what did not arrive, whichever way it is turned."""
    return any(bool((side == _LOST).all()) for side in (image[-1], image[0], image[:, 0], image[:, -1]))
