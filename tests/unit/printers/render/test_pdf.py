from __future__ import annotations

import re
import zlib
from base64 import a85decode
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from printers.layout import notices, registration
from printers.layout.forms import Cell, Form, Line, Paragraph, Room, Row, Title
from printers.layout.sample import sample_acceptance, sample_registration
from printers.render import typeface
from printers.render.pdf import render_pdf


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", pdf))


def drawing(pdf: bytes) -> bytes:
    """Return the drawing commands of all pages, unpacked."""
    streams = re.findall(rb"/ASCII85Decode /FlateDecode \] /Length \d+\s*>>\s*stream\r?\n(.*?)endstream", pdf, re.S)
    return b"".join(zlib.decompress(a85decode(b"<~" + stream.strip(), adobe=True)) for stream in streams)


def drawing_of_pages(form: Form) -> list[bytes]:
    streams = drawing(render_pdf(form)).split(b"1 0 0 1 0 0 cm")
    return [one for one in streams if one.strip()]


def test_the_sample_papers_fit_one_page_and_embed_their_typeface() -> None:
    for form in (registration.lay_out(sample_registration()), notices.lay_out(sample_acceptance())):
        pdf = render_pdf(form)
        assert pages(pdf) == 1
        assert b"/FontFile2" in pdf


def test_the_same_form_gives_the_same_bytes() -> None:
    form = registration.lay_out(sample_registration())
    assert render_pdf(form) == render_pdf(form)


def test_long_facts_go_on_over_the_page_and_lose_nothing() -> None:
    short = registration.lay_out(sample_registration())
    long = registration.lay_out(replace(sample_registration(), facts="今" * 4000))
    pdf = render_pdf(long)
    assert pages(pdf) == 4
    # the face is written by position: count the boxes instead of letters
    assert drawing(pdf).count(b" re ") > drawing(render_pdf(short)).count(b" re ")


def test_a_letter_the_face_lacks_is_drawn_as_a_picture_and_not_dropped() -> None:
    plain = render_pdf(Form("试", (Line("张三"),)))
    rare = render_pdf(Form("试", (Line("张㙍𬭊"),)))
    assert drawing(plain).count(b" Do") == 0
    assert drawing(rare).count(b" Do") == 2


def test_a_copy_is_marked_on_every_page() -> None:
    form = Form("试", (Paragraph("国" * 28 * 40),))
    assert pages(render_pdf(form)) == 2
    assert render_pdf(replace(form, copy=1)) != render_pdf(form)


def test_without_a_typeface_the_remedy_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeface, "KNOWN_FACES", ())
    typeface.typeface.cache_clear()
    with pytest.raises(typeface.NoFormFont, match="fonts-arphic-uming"):
        render_pdf(Form("试", (Title("试"),)))
    typeface.typeface.cache_clear()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300), st.integers(1, 30))
def test_any_text_in_any_box_makes_a_paper(text: str, lines: int) -> None:
    row = Row((Cell(text, 4, label=True), Cell(text, 20, lines=lines)))
    assert render_pdf(Form("试", (Title(text), row, Paragraph(text)))).startswith(b"%PDF")


def test_a_table_that_goes_on_over_the_page_begins_there_with_its_head() -> None:
    rows = tuple(Row((Cell(str(number), 24),)) for number in range(40))
    head = Row((Cell("项", 12, label=True), Cell("目", 12, label=True)), head=True)
    pdf = render_pdf(Form("试", (head, *rows)))
    assert pages(pdf) == 2
    assert drawing(pdf).count(b" re ") == len(rows) + 2 * len(head.cells)


def test_a_table_that_fits_a_page_is_not_broken_over_two() -> None:
    rows = tuple(Row((Cell("一", 24),)) for _ in range(8))
    above = Paragraph("国" * 28 * 17)
    broken, kept = (drawing_of_pages(Form("试", (above, *room, *rows))) for room in ((), (Room(len(rows)),)))
    assert [one.count(b" re ") for one in broken] == [5, 3]
    assert [one.count(b" re ") for one in kept] == [0, 8]
