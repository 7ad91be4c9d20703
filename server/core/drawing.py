"""Draws the pages of a PDF, in a process of its own: `python -m server.core.drawing MOST PIXELS SECONDS`.

The PDF comes on standard input; each page goes out as a JPEG behind its length (4 bytes, big-endian). PDFium draws for one
thread alone, a page may be made to draw for years, and whoever finds a hole in it must not stand where the keys are.
"""

from __future__ import annotations

import io
import resource
import struct
import sys
from typing import Any

#: exit codes
TOO_MANY, UNREADABLE = 3, 4
_MEMORY = 2 * 1024**3
#: dots an inch: characters of a letter are read well, and a page stays below a megabyte
_DPI = 150
_POINTS = 72
_QUALITY = 85
#: of one page: an A1 sheet is still legible
_MOST_PIXELS = 12_000_000
_LONGEST = 20_000


def main() -> int:
    most, max_pixels, seconds = (int(one) for one in sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(sys.stdin.buffer.read()) as document:
            if len(document) > most:
                return TOO_MANY
            for page in document:
                image = _drawn(page, min(max_pixels, _MOST_PIXELS))
                sys.stdout.buffer.write(struct.pack(">I", len(image)) + image)
    except pypdfium2.PdfiumError:
        return UNREADABLE
    return 0


def _drawn(page: Any, max_pixels: int) -> bytes:
    width, height = (max(1.0, side) for side in page.get_size())
    scale = min(_DPI / _POINTS, (max_pixels / (width * height)) ** 0.5, _LONGEST / max(width, height))
    image = page.render(scale=scale).to_pil().convert("RGB")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main())
