"""What a printer is sent, read by somebody else: every profile, any content."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printers.layout.blocks import Align, Block, Cut, Feed, Pair, Qr, Rule, Text
from printers.layout.sample import REGISTERED_AT, sample_slip
from printers.layout.slip import Slip, lay_out
from printers.layout.testpage import test_page as page_for_testing
from printers.profiles import Cutter, Encoding, Profile, QrMode, load, names
from printers.render.escpos import render_escpos
from tests.unit.printers.render.escpos_reader import COLUMN, Reader, Row

#: shipped profiles, and widths and encodings that other makes have
PROFILES = {name: load(name) for name in names()} | {
    "42 columns": load("generic-80mm").model_copy(update={"dots": 512, "columns": 42}),
    "416 dots": load("generic-58mm").model_copy(update={"dots": 416, "columns": 34}),
    "gbk": load("generic-58mm").model_copy(update={"encoding": Encoding.GBK, "cutter": Cutter.FULL}),
    "qr by dots": load("generic-80mm").model_copy(update={"qr": QrMode.RASTER}),
}
EVERY_PROFILE = pytest.mark.parametrize("name", PROFILES)

#: drawn by any Chinese ROM font: ASCII, hanzi of GB 2312, punctuation that GBK has in two bytes
PLAIN = st.text(
    st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.sampled_from("信访局的一是在不了有和人这中大为上个国我以要他峰矿镕喆"),
        st.sampled_from("，。：；“”《》（）·…—￥％①Ⅲ"),
    ),
    max_size=40,
)
#: two digits of a four-byte code, nothing at all, or worse, if sent as they are
TRAPS = st.text(
    st.sampled_from("张㙍𬭊䶮¥é́�\ue000😀\u202e\ufeff\x1b\x10\x04\x01\x1d\x00\x7f\x9b\r\n\t\ud800あ한"),
    max_size=12,
)
ANYTHING = st.one_of(PLAIN, TRAPS, st.text(st.characters(exclude_categories=()), max_size=30))
BLOCKS = st.lists(
    st.one_of(
        st.builds(Text, ANYTHING, st.sampled_from([1, 2]), st.booleans(), st.sampled_from(Align)),
        st.builds(Pair, ANYTHING, ANYTHING, st.booleans()),
        st.just(Rule()),
        st.builds(Qr, PLAIN),
        st.builds(Feed, st.integers(0, 3)),
        st.just(Cut()),
    ),
    max_size=6,
)


def read(data: bytes, profile: Profile) -> Reader:
    return Reader(data, profile.dots, utf8=profile.encoding is Encoding.UTF_8).run()


def squeezed(text: str) -> str:
    return "".join(text.split())


@EVERY_PROFILE
@settings(max_examples=25, deadline=None)
@given(blocks=BLOCKS)
def test_any_blocks_are_read_without_a_stray_byte_and_leave_every_mode_reset(name: str, blocks: list[Block]) -> None:
    profile = PROFILES[name]
    data = render_escpos(blocks, profile)
    assert data.startswith(b"\x1b@")
    assert read(data, profile).is_neutral


@EVERY_PROFILE
@settings(max_examples=25, deadline=None)
@given(texts=st.lists(st.builds(Text, PLAIN, st.sampled_from([1, 2]), st.booleans()), min_size=1, max_size=5))
def test_no_letter_of_ordinary_text_is_lost_doubled_or_moved(name: str, texts: list[Text]) -> None:
    profile = PROFILES[name]
    reader = read(render_escpos(texts, profile), profile)
    if profile.encoding is Encoding.RASTER:
        assert not reader.rows
    else:
        assert reader.said == squeezed("".join(block.text for block in texts))
        assert not reader.pictures


@EVERY_PROFILE
@settings(max_examples=25, deadline=None)
@given(name_of_person=st.text(st.sampled_from("张王㙍𬭊䶮¥あ"), min_size=1, max_size=4), size=st.sampled_from([1, 2]))
def test_a_name_that_the_font_lacks_is_drawn_letter_by_letter(name: str, name_of_person: str, size: int) -> None:
    profile = PROFILES[name]
    reader = read(render_escpos([Text(name_of_person, size=size)], profile), profile)
    if not set(name_of_person) & set("㙍𬭊䶮¥") and profile.encoding is not Encoding.RASTER:
        assert reader.said == name_of_person
        return
    (strip,) = reader.pictures
    assert not reader.said and len(strip.rows) == 24 * size
    cell = 2 * COLUMN * size
    assert all(strip.ink(at * cell, (at + 1) * cell) for at in range(len(name_of_person)))
    assert not strip.ink(len(name_of_person) * cell, profile.dots)


@EVERY_PROFILE
@settings(max_examples=25, deadline=None)
@given(fields=st.lists(PLAIN, min_size=6, max_size=6), copy=st.integers(0, 3))
def test_every_word_of_a_slip_is_on_its_paper(name: str, fields: list[str], copy: int) -> None:
    profile = PROFILES[name]
    title, number, holder, hall, unit, reason = fields
    slip = Slip(title, number, "7KQ2M9XWTB4", REGISTERED_AT, holder, hall, unit_name=unit, reason=reason, copy=copy)
    reader = read(render_escpos(lay_out(slip), profile), profile)
    assert reader.is_neutral
    if profile.encoding is not Encoding.RASTER:
        for words in (title, number, holder, hall, unit, reason if unit.strip() else ""):
            assert squeezed(words) in reader.said
        assert ("副本" in reader.said) is bool(copy)
        assert "7KQ2-M9XW-TB4" in reader.said


@EVERY_PROFILE
def test_the_code_is_printed_whole_centred_and_large_enough(name: str) -> None:
    profile = PROFILES[name]
    reader = read(render_escpos(lay_out(sample_slip()), profile), profile)
    if profile.qr is QrMode.RASTER:
        assert not reader.codes and reader.pictures
        return
    (code,) = reader.codes
    assert code.text == "https://xf.example.cn/p?n=130406260601F00016&c=7KQ2M9XWTB4"
    assert (code.align, code.correction) == (1, 49) and 4 <= code.dots <= 16


@EVERY_PROFILE
def test_the_ruler_of_the_test_page_fills_the_paper_without_wrapping(name: str) -> None:
    profile = PROFILES[name]
    reader = read(render_escpos(page_for_testing(profile.title, profile.columns), profile), profile)
    if profile.encoding is not Encoding.RASTER:
        assert max(sum(letter.columns() for letter in row.letters) for row in reader.rows) == profile.columns
    doubled = [row for row in reader.rows if row.letters and row.letters[0].tall == 2]
    assert profile.encoding is Encoding.RASTER or doubled


@EVERY_PROFILE
def test_the_end_is_fed_past_the_knife_and_cut_as_the_model_can(name: str) -> None:
    profile = PROFILES[name]
    *_, feed, cut = [
        one for one in read(render_escpos([Text("x"), Cut()], profile), profile).came_out if not isinstance(one, Row)
    ] + ([b""] if profile.cutter is Cutter.NONE else [])
    assert isinstance(feed, int) and feed >= 96
    assert cut == {Cutter.FULL: b"\x00", Cutter.PARTIAL: b"\x01", Cutter.NONE: b""}[profile.cutter]


def test_a_logo_is_dots_no_wider_than_the_paper(tmp_path_factory: pytest.TempPathFactory) -> None:
    from PIL import Image

    path = tmp_path_factory.mktemp("logo") / "emblem.png"
    Image.new("L", (900, 300), 0).save(path)
    for profile in PROFILES.values():
        reader = read(render_escpos([Text("x"), Cut()], profile.model_copy(update={"logo": path})), profile)
        assert len(reader.pictures[0].rows[0]) == profile.dots // 8 and reader.pictures[0].ink(0, profile.dots)


def test_what_a_model_needs_first_goes_out_right_behind_the_reset() -> None:
    profile = load("generic-80mm").model_copy(update={"setup": bytes.fromhex("1b5200 1b7400")})
    data = render_escpos([Text("信访")], profile)
    assert data.startswith(b"\x1b@\x1bR\x00\x1bt\x00\x1c&")
    assert read(data, profile).said == "信访"
