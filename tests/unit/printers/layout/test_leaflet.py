"""Slips that are no receipt and forms for a pen: what they say comes out whole."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.ui.topics import BadTopic, blanks, groups
from printers.layout import blank, leaflet
from printers.layout.blocks import Cut, Pair, Text
from printers.layout.forms import Note
from printers.profiles import load
from printers.render.escpos import render_escpos
from printers.render.pdf import render_pdf
from tests.flows.people import MORNING

HALL = "样本信访大厅"


def sheet(**more: object) -> leaflet.Leaflet:
    sections = (leaflet.Section("请带上", "Please bring", ("欠条", "身份证")),)
    return leaflet.Leaflet("一次性告知单", "One-time notice", sections, HALL, MORNING, **more)  # type: ignore[arg-type]


def test_every_line_of_a_leaflet_is_printed_and_the_paper_is_cut() -> None:
    blocks = leaflet.lay_out(sheet(hall_phone="0310-0000000", link="https://xf.example.gov.cn"))
    said = "".join(b.text if isinstance(b, Text) else b.value if isinstance(b, Pair) else "" for b in blocks)
    assert all(word in said for word in ("一次性告知单", "欠条", "身份证", HALL, "0310-0000000"))
    assert blocks[-1] == Cut()
    assert render_escpos(blocks, load("generic-58mm"))


def test_english_lines_stand_below_the_chinese_ones_of_the_same_number() -> None:
    sections = (leaflet.Section("请带上", "Please bring", ("欠条", "身份证"), ("IOU",)),)
    blocks = leaflet.lay_out(leaflet.Leaflet("一次性告知单", "One-time notice", sections, HALL, MORNING))
    pairs = [(b.label, b.value) for b in blocks if isinstance(b, Pair)]
    assert pairs[:3] == [("1.", "欠条"), ("", "IOU"), ("2.", "身份证")]


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        leaflet.Leaflet("t", "t", (), HALL, datetime(2026, 3, 2))  # noqa: DTZ001


@pytest.mark.parametrize("form", blanks(), ids=lambda one: one.key)
def test_every_form_is_one_page_with_room_for_a_pen(form: blank.Blank) -> None:
    english = f"{form.title_english}. {form.when_english}. This form is written in Chinese; staff at the window help you fill it in."
    laid = blank.lay_out(blank.Blank(form.title, form.lead, form.rows, form.notes, HALL, english))
    assert laid.name == form.title
    assert laid.parts[-1] == Note(english), "what it is, for whoever does not read it"
    assert render_pdf(laid).count(b"/Type /Page\n") == 1


def test_every_topic_says_what_to_bring_who_and_how_long_in_both_languages() -> None:
    for group in groups():
        for topic in group.topics:
            headings = [one.heading_english for one in topic.sections]
            assert headings[:3] == ["Please bring", "Who is responsible", "How long it takes"], topic.key
            for section in topic.sections:
                assert len(section.lines) == len(section.lines_english), topic.key
                assert all((*section.lines, *section.lines_english)), topic.key


def test_a_file_of_topics_that_is_wrong_is_named(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("topics")
    (folder / "common.toml").write_text("")
    (folder / "labour.toml").write_text('title = ["x"]')
    with pytest.raises(BadTopic, match=r"labour\.toml"):
        groups(folder)
