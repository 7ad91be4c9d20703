"""Bytes of an image file -> a `Frame`, after making sure that it is a page and can be decoded."""

from __future__ import annotations

import hashlib
import io
import warnings

import PIL
from PIL import Image

from drivers.imaging import Frame
from drivers.imaging.errors import BadImage
from drivers.imaging.opencv import load_cv2

#: a side shorter than this holds no readable line
MIN_SIDE_PX = 200
#: the largest document cameras have 18 megapixels; far above that a file is an attack on the memory
MAX_PIXELS = 60_000_000
#: an A4 page at 60 megapixels stays below this even as PNG
MAX_BYTES = 200_000_000

#: what Pillow raises for bytes that are no sound image
_UNREADABLE = (PIL.UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError)
_MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png"}


def frame_of(data: bytes) -> Frame:
    """Check an encoded image and describe it; `data` stay untouched. Raises `BadImage`."""
    media_type, (width, height) = header_of(data)
    _decode(data, (width, height))
    return Frame(data, media_type, hashlib.sha256(data).hexdigest(), width, height)


def header_of(data: bytes) -> tuple[str, tuple[int, int]]:
    """Return media type and (width, height) in pixels of an encoded image, before anything is decoded.

    The format is judged by content. Raises `BadImage` for anything that cannot be a page, an attack on the memory too.
    """
    try:
        with _opened(data) as image:
            media_type, (width, height) = _MEDIA_TYPES[image.format or ""], image.size
    except _UNREADABLE as error:
        raise BadImage("不是 JPEG 或 PNG 图像，或文件已损坏 · Not a JPEG or PNG image, or it is damaged") from error
    except Image.DecompressionBombError as error:
        raise BadImage("图像太大 · The image is too large") from error
    if min(width, height) < MIN_SIDE_PX:
        raise BadImage(f"图像太小：{width}×{height} 像素 · The image is too small: {width}×{height} pixels")
    if width * height > MAX_PIXELS:
        raise BadImage(f"图像太大：{width}×{height} 像素 · The image is too large: {width}×{height} pixels")
    return media_type, (width, height)


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        # our own limit is lower and says so in words
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(data), formats=tuple(_MEDIA_TYPES))


def _decode(data: bytes, size: tuple[int, int]) -> None:
    """Decode once, so that a broken file is found while the paper still lies there.

    Pillow refuses a file that ends early, at an eighth of the size for JPEG; OpenCV fills the rest with grey. OpenCV
    is what the reading decodes with, so it must manage too.
    """
    try:
        with _opened(data) as image:
            image.draft("L", (1, 1))
            image.load()
    except _UNREADABLE as error:
        raise BadImage("图像文件不完整 · The image file is incomplete") from error
    cv2 = load_cv2()
    import numpy as np

    try:
        # orientation is the reading's business: the size must be the header's
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error as error:
        raise BadImage() from error
    if pixels is None or (pixels.shape[1], pixels.shape[0]) != size:
        raise BadImage()
