"""What a scanner at a window saves: images as they are, and the pages of a PDF as images."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from server.contract.v1 import ErrorCode
from server.core import drawing
from server.core.errors import HallError

_PROGRAMS = Path(__file__).parents[2]
#: of the processor for one PDF: sixty scanned sheets take a third of it
_SECONDS = 60
_LENGTH = 4


def is_pdf(data: bytes) -> bool:
    return data.lstrip()[:5] == b"%PDF-"


def pages_of(data: bytes, *, most: int, max_pixels: int, seconds: int = _SECONDS) -> list[bytes]:
    """Return every page of a PDF as JPEG; anything else as it is. Raise BAD_IMAGE or TOO_LARGE."""
    if not is_pdf(data):
        return [data]
    command = [sys.executable, "-m", "server.core.drawing", str(most), str(max_pixels), str(seconds)]
    try:
        # nothing of the environment: the keys may be there
        done = subprocess.run(
            command, input=data, capture_output=True, cwd=_PROGRAMS, env={}, timeout=2 * seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _too_much() from error
    if done.returncode == drawing.TOO_MANY:
        raise HallError(
            ErrorCode.TOO_LARGE,
            f"PDF 超过 {most} 页。",
            f"The PDF has more than {most} pages.",
            "请分成几份上传 · Upload it in parts.",
        )
    if done.returncode < 0:
        raise _too_much()
    if done.returncode:
        raise HallError(
            ErrorCode.BAD_IMAGE,
            "这份 PDF 打不开，可能已损坏或者有密码。",
            "This PDF cannot be opened: damaged, or locked by a password.",
            "请重新扫描，或者另存为没有密码的文件 · Scan it again, or save it without a password.",
        )
    return _parts(done.stdout)


def _too_much() -> HallError:
    return HallError(
        ErrorCode.TOO_LARGE,
        "这份 PDF 过于复杂，无法逐页绘出。",
        "This PDF takes too long to draw.",
        "请扫描纸质件，或分成几份上传 · Scan the paper itself, or upload it in parts.",
    )


def _parts(told: bytes) -> list[bytes]:
    found, place = [], 0
    while place < len(told):
        begin = place + _LENGTH
        place = begin + int.from_bytes(told[place:begin], "big")
        found.append(told[begin:place])
    return found
