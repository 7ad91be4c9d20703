"""The process a photo decoder runs in: 1024 bytes on standard input, the picture on standard output.

A Python decoder is a function `bytes -> bytes`. A library's is `int f(const char *wlt, char *picture, int save)`, the form
of the makers' `unpack`: it returns 1 and leaves a BMP in `picture`; `save` is 0, nothing goes to disk.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pkgutil import resolve_name

from drivers.cards.layout import PHOTO_SIZE
from drivers.cards.photo import BMP_SIZE

#: some decoders write past the picture's end
_SLACK = 4096
_OK = 1
_FAILED = 3


def decode(decoder: str, raw: bytes) -> bytes:
    """Run the decoder that `decoder` names; raises whatever it raises, `OSError` and `AttributeError` when it is missing."""
    place, _, name = decoder.rpartition(":")
    if not place.endswith(".so") and ".so." not in place:
        return bytes(resolve_name(decoder)(raw))
    picture = ctypes.create_string_buffer(BMP_SIZE + _SLACK)
    result = getattr(ctypes.CDLL(place), name)(ctypes.create_string_buffer(raw, PHOTO_SIZE), picture, 0)
    if result != _OK:
        raise OSError(f"decoder returned {result}")
    return picture.raw[:BMP_SIZE]


def main() -> None:
    """Decode once; every failure is exit code 3 and silence, for a traceback could show the photo's bytes."""
    # what a library prints must not mix with the picture
    out = os.dup(1)
    os.dup2(2, 1)
    try:
        picture = decode(sys.argv[1], sys.stdin.buffer.read(PHOTO_SIZE + 1)[:PHOTO_SIZE])
    except Exception:  # noqa: BLE001 - see above
        sys.exit(_FAILED)
    with os.fdopen(out, "wb") as pipe:
        pipe.write(picture)


if __name__ == "__main__":
    main()
