"""A picture in a recording: what is noted of it, and a blank one of the same kind that stands in for it."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from PIL import Image

from drivers.imaging.errors import BadImage
from drivers.imaging.imagefile import MAX_PIXELS, frame_of, header_of

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


def described(data: bytes) -> dict[str, Any]:
    """Return length, hash, size in pixels and whether the file is whole; a damaged file has what can be told of it."""
    note: dict[str, Any] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "whole": False}
    try:
        note["media_type"], (note["width"], note["height"]) = header_of(data)
        frame_of(data)
    except BadImage:
        return note
    return note | {"whole": True}


def stand_in(note: dict[str, Any], number: int) -> bytes:
    """Return a file of the noted kind and size that shows nothing; damaged where that one was.

    `number` goes into its grey, so that no two pages are the same file.
    """
    form = _FORMATS.get(str(note.get("media_type")))
    width, height = note.get("width"), note.get("height")
    if (
        form is None
        or not isinstance(width, int)
        or not isinstance(height, int)
        or not 0 < width * height <= MAX_PIXELS
    ):
        return b"damaged"
    file = io.BytesIO()
    Image.new("L", (width, height), 255 - number % 64).save(file, form)
    data = file.getvalue()
    return data if note.get("whole") is True else data[: len(data) // 2]
