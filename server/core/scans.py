"""What a scanner at a window saves: images as they are, and the pages of a PDF as images."""

from __future__ import annotations

import io

from server.contract.v1 import ErrorCode
from server.core.errors import HallError

#: dots an inch: characters of a letter are read well, and a page stays below a megabyte
_DPI = 150
_POINTS = 72
_QUALITY = 85


def is_pdf(data: bytes) -> bool:
    return data.lstrip()[:5] == b"%PDF-"


def pages_of(data: bytes, *, most: int, max_pixels: int) -> list[bytes]:
    """Return every page of a PDF as JPEG; anything else as it is. Raise BAD_IMAGE or TOO_LARGE."""
    if not is_pdf(data):
        return [data]
    # loaded where a PDF comes: hardly any request brings one
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > most:
                raise HallError(
                    ErrorCode.TOO_LARGE,
                    f"PDF 超过 {most} 页。",
                    f"The PDF has more than {most} pages.",
                    "请分成几份上传 · Upload it in parts.",
                )
            return [_drawn(page, max_pixels) for page in document]
    except pypdfium2.PdfiumError as error:
        raise HallError(
            ErrorCode.BAD_IMAGE,
            "这份 PDF 打不开，可能已损坏或者有密码。",
            "This PDF cannot be opened: damaged, or locked by a password.",
            "请重新扫描，或者另存为没有密码的文件 · Scan it again, or save it without a password.",
        ) from error


def _drawn(page: object, max_pixels: int) -> bytes:
    width, height = page.get_size()  # type: ignore[attr-defined]
    scale = min(_DPI / _POINTS, (max_pixels / max(1.0, width * height)) ** 0.5)
    image = page.render(scale=scale).to_pil().convert("RGB")  # type: ignore[attr-defined]
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
