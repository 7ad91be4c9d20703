"""QR codes as dots, the same whether we draw them or a printer does."""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache

import qrcode
from PIL import Image
from qrcode.exceptions import DataOverflowError

#: 25 mm at 203 dpi: what phones of old people still read from an arm's length
MIN_DOTS = 200
#: half a millimetre, below which cheap phones fail; a very long text may go under it rather than not print
MIN_MODULE_DOTS = 4
#: the quiet zone the standard asks for, in modules
QUIET = 4
#: GS ( k accepts 1..16
MAX_MODULE_DOTS = 16


class Correction(IntEnum):
    """Error correction, numbered as GS ( k does."""

    L = 48
    M = 49
    Q = 50
    H = 51


_LEVELS = {
    Correction.L: qrcode.ERROR_CORRECT_L,
    Correction.M: qrcode.ERROR_CORRECT_M,
    Correction.Q: qrcode.ERROR_CORRECT_Q,
    Correction.H: qrcode.ERROR_CORRECT_H,
}


class TooLongForQr(ValueError):
    """The text does not fit a QR code that this paper can carry."""


@lru_cache(maxsize=32)
def matrix(data: str, correction: Correction = Correction.M) -> tuple[tuple[bool, ...], ...]:
    """Return the modules (True is dark) without quiet zone; raise `TooLongForQr`."""
    code = qrcode.QRCode(border=0, error_correction=_LEVELS[correction])
    # One byte segment, as the firmware of printers makes it.
    code.add_data(data.encode("utf-8", "replace"), optimize=0)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError) as error:
        raise TooLongForQr("二维码内容过长 · Too long for a QR code") from error
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def module_dots(data: str, paper_dots: int) -> int:
    """Return the dots of one module: at least 25 mm in all, quiet zone within the paper; raise `TooLongForQr`."""
    modules = len(matrix(data))
    largest = paper_dots // (modules + 2 * QUIET)
    if largest < 2:
        raise TooLongForQr("二维码内容过长，纸上放不下 · The QR code is too large for this paper")
    return min(max(-(-MIN_DOTS // modules), MIN_MODULE_DOTS), largest, MAX_MODULE_DOTS)


def image(data: str, dots: int, correction: Correction = Correction.M) -> Image.Image:
    """Return the code in mode "1" (0 is black), `dots` a module, without quiet zone; raise `TooLongForQr`."""
    rows = matrix(data, correction)
    small = Image.new("1", (len(rows), len(rows)), 1)
    small.putdata([0 if dark else 1 for row in rows for dark in row])
    return small.resize((len(rows) * dots, len(rows) * dots), Image.Resampling.NEAREST)
