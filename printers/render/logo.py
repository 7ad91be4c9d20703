"""The hall's emblem above a slip, from a PNG of the profile, as the dots a thermal head can burn."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from PIL import Image, UnidentifiedImageError

log = logging.getLogger("hall.printers.logo")

#: 30 mm: paper is for what the visitor needs
MAX_ROWS = 240
#: grey from which a dot is burnt (0 black)
THRESHOLD = 128


@lru_cache(maxsize=8)
def logo(path: Path, paper_dots: int) -> Image.Image | None:
    """Return the picture in mode "1" (0 is black), shrunk to the paper; transparent is white.

    None when the file cannot be read: a slip without its emblem is still a receipt.
    """
    try:
        with Image.open(path) as file:
            drawn = file.convert("RGBA")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        log.warning("the logo cannot be printed: %s", error)
        return None
    white = Image.new("RGBA", drawn.size, (255, 255, 255, 255))
    grey = Image.alpha_composite(white, drawn).convert("L")
    share = min(paper_dots / grey.width, MAX_ROWS / grey.height, 1)
    size = (max(round(grey.width * share), 1), max(round(grey.height * share), 1))
    small = grey.resize(size, Image.Resampling.LANCZOS)
    return small.point([255 if level >= THRESHOLD else 0 for level in range(256)]).convert("1")
