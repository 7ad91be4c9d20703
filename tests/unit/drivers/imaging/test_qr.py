"""The code of a slip under a document camera: small on a large table, turned, or not there at all."""

from __future__ import annotations

import io

import pytest
import qrcode
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from drivers.imaging.qr import qr_texts

LINK = "https://xf.example.gov.cn/p?n=13040626030200124F&c=7K3M9QXY2AB&p=k-1.1772413040." + "A" * 86


def photograph(text: str, side: int, turned: float = 0.0) -> bytes:
    """A slip with its code on a table of 2000 x 1500 px."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    drawn = code.make_image().get_image().convert("RGB").resize((side, side), Image.Resampling.BILINEAR)
    table = Image.new("RGB", (2000, 1500), "#5A5148")
    slip = Image.new("RGB", (560, 1100), "white")
    slip.paste(drawn, ((560 - side) // 2, 400))
    slip = slip.rotate(turned, expand=True, fillcolor="#5A5148")
    table.paste(slip, (700, 150))
    held = io.BytesIO()
    table.save(held, "JPEG", quality=85)
    return held.getvalue()


@pytest.mark.parametrize("turned", [0.0, 7.0, 90.0])
def test_the_code_of_a_slip_is_read(turned: float) -> None:
    assert qr_texts(photograph(LINK, 330, turned)) == (LINK,)


def test_a_page_without_a_code_and_bytes_that_are_no_picture_say_nothing() -> None:
    held = io.BytesIO()
    Image.new("RGB", (1200, 1600), "white").save(held, "PNG")
    assert qr_texts(held.getvalue()) == ()
    assert qr_texts(b"") == ()


@given(st.binary(max_size=200))
def test_no_bytes_break_it(data: bytes) -> None:
    assert qr_texts(data) == ()
