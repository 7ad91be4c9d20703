"""PDF of a scanner, and those that were made to do harm."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from server.contract.v1 import ErrorCode
from server.core.errors import HallError
from server.core.scans import pages_of


def a_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    body = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate((b"<</Type/Catalog/Pages 2 0 R>>", *objects), start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    return body + b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        *(count, table, count),
        len(body),
    )


def one_page(box: bytes, more: bytes = b"") -> tuple[bytes, bytes]:
    return b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 2 0 R/MediaBox[%b]%b>>" % (box, more)


def stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (head, len(data), data)


def drawn_within_itself(deep: int) -> bytes:
    """One page that draws a form ten times, which draws another one ten times, and so on."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]"
    inner = [stream(b"/F Do " * 10, form + b"/Resources<</XObject<</F %d 0 R>>>>" % (6 + one)) for one in range(deep)]
    page = one_page(b"0 0 200 200", b"/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>")
    return a_pdf(*page, stream(b"/F Do " * 10), *inner, stream(b"0 0 200 200 re f", form))


@pytest.mark.parametrize(
    ("box", "most"),
    [
        (b"0 0 595 842", 2_200_000),
        (b"0 0 200000 200000", 12_100_000),
        (b"0 0 1000000 0.01", 20_000),
        (b"0 0 0 0", 2_200_000),
    ],
)
def test_a_page_of_any_size_is_drawn_no_larger_than_it_is_legible(box: bytes, most: int) -> None:
    (drawn,) = pages_of(a_pdf(*one_page(box)), most=60, max_pixels=50_000_000)
    with Image.open(io.BytesIO(drawn)) as image:
        assert image.format == "JPEG" and 0 < image.width * image.height <= most


def test_a_pdf_that_would_be_drawn_for_years_is_given_up() -> None:
    with pytest.raises(HallError) as refused:
        pages_of(drawn_within_itself(12), most=60, max_pixels=50_000_000, seconds=1)
    assert refused.value.code is ErrorCode.TOO_LARGE


def test_too_many_pages_and_what_is_no_pdf_are_told_apart() -> None:
    pages = b"<</Type/Pages/Kids[%b]/Count 61>>" % (b"3 0 R " * 61), one_page(b"0 0 9 9")[1]
    with pytest.raises(HallError) as many:
        pages_of(a_pdf(*pages), most=60, max_pixels=50_000_000)
    with pytest.raises(HallError) as broken:
        pages_of(b"%PDF-1.7 broken", most=60, max_pixels=50_000_000)
    assert (many.value.code, broken.value.code) == (ErrorCode.TOO_LARGE, ErrorCode.BAD_IMAGE)
    assert pages_of(b"anything else", most=60, max_pixels=50_000_000) == [b"anything else"]
