"""The photo of the chip: 1024 enciphered bytes that only a licensed decoder can read.

No free decoder is known. One that an office has bought is named by "package.module:function" or "/path/lib.so:symbol" and
runs in a process of its own, because such libraries crash. Without one, or when it fails, a silhouette stands in.
"""

from __future__ import annotations

import logging
import struct
import subprocess
import sys
from dataclasses import dataclass, field

from drivers.cards.layout import PHOTO_SIZE

log = logging.getLogger("hall.drivers.photo")

WIDTH = 102
HEIGHT = 126
#: blue, green, red, the top row first
BGR_SIZE = WIDTH * HEIGHT * 3
_ROW = (WIDTH * 3 + 3) // 4 * 4
_BMP_HEAD = 54
BMP_SIZE = _BMP_HEAD + _ROW * HEIGHT
#: a decoder takes some 20 ms; one that hangs must not hold the visitor up
DECODE_TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of 102×126 points."""

    bgr: bytes = field(repr=False)
    #: False for the silhouette; `reason` then says why
    decoded: bool
    reason: str = ""


def photo_of(raw: bytes, *, decoder: str = "", timeout: float = DECODE_TIMEOUT_S) -> Photo:
    """Decode `raw` (1024 bytes) with the plug-in `decoder` names; never raises, takes at most `timeout` seconds."""
    if not decoder:
        return _placeholder("没有配置照片解码插件 · no photo decoder is configured")
    if len(raw) != PHOTO_SIZE:
        return _placeholder("卡内没有照片 · the card holds no photo")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "drivers.cards.photoworker", decoder],
            input=raw,
            capture_output=True,
            check=False,
            timeout=timeout,
        )
    except subprocess.TimeoutExpired:
        return _placeholder(f"解码插件 {timeout:g} 秒内没有结果 · the decoder gave nothing within {timeout:g} s")
    except OSError as error:
        return _placeholder(f"解码进程无法启动 · the decoder's process cannot be started: {error.strerror}")
    if done.returncode:
        # its words may hold anything, so only the exit code is told
        return _placeholder(f"解码插件出错（{done.returncode}）· the decoder failed ({done.returncode})")
    bgr = bgr_of(done.stdout)
    if bgr is None:
        return _placeholder("解码插件的结果大小不对 · what the decoder gave has a wrong size")
    return Photo(bgr, decoded=True)


def bgr_of(picture: bytes) -> bytes | None:
    """Read what decoders give: 38556 bytes BGR, or a BMP of 38862; None for anything else."""
    if len(picture) == BGR_SIZE:
        return picture
    if len(picture) != BMP_SIZE or picture[:2] != b"BM":
        return None
    rows = [picture[start : start + WIDTH * 3] for start in range(_BMP_HEAD, BMP_SIZE, _ROW)]
    (height,) = struct.unpack_from("<i", picture, 22)
    # a positive height means that the bottom row comes first
    return b"".join(reversed(rows) if height > 0 else rows)


def bitmap(bgr: bytes) -> bytes:
    """Return the picture as a BMP file."""
    head = b"BM" + struct.pack("<IHHI", BMP_SIZE, 0, 0, _BMP_HEAD)
    info = struct.pack("<IiiHHIIiiII", 40, WIDTH, HEIGHT, 1, 24, 0, _ROW * HEIGHT, 2835, 2835, 0, 0)
    rows = [bgr[start : start + WIDTH * 3] for start in range(0, BGR_SIZE, WIDTH * 3)]
    return head + info + b"".join(row.ljust(_ROW, b"\x00") for row in reversed(rows))


def silhouette() -> bytes:
    """Return a head and shoulders in grey: a picture of nobody."""
    ground, figure = b"\xe6\xe6\xe6", b"\xb4\xb4\xb4"

    def inside(x: int, y: int) -> bool:
        head = ((x - 51) / 22) ** 2 + ((y - 48) / 28) ** 2 <= 1
        shoulders = ((x - 51) / 44) ** 2 + ((y - 128) / 44) ** 2 <= 1
        return head or shoulders

    return b"".join(figure if inside(x, y) else ground for y in range(HEIGHT) for x in range(WIDTH))


def _placeholder(reason: str) -> Photo:
    log.info("placeholder photo: %s", reason)
    return Photo(silhouette(), decoded=False, reason=reason)
