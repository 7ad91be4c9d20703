"""Sheets that are not a petition: nothing on them, or the same once more."""

from __future__ import annotations

import io

from PIL import Image


def blank() -> bytes:
    """A sheet on which nothing stands."""
    held = io.BytesIO()
    Image.new("RGB", (1240, 1754), "#F7F5F0").save(held, "JPEG", quality=85)
    return held.getvalue()


def nearly(image: bytes) -> bytes:
    """The same page laid down once more: never the same bytes."""
    held = io.BytesIO()
    with Image.open(io.BytesIO(image)) as page:
        page.convert("RGB").save(held, "JPEG", quality=80)
    return held.getvalue()
