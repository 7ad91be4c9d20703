from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from printers.layout.blocks import Align, Block, Cut, Feed, Pair, Qr, Rule, Text
from printers.layout.sample import REGISTERED_AT, sample_slip
from printers.layout.slip import Slip, lay_out
from printers.layout.testpage import test_page as page_for_testing
from printers.profiles import Cutter, Encoding, Profile, load, names
from printers.profiles.profile import FOLDER
from printers.render.escpos import render_escpos
from printers.render.paper import Paper
from printers.render.png import render_images, render_png
from printers.render.qr import TooLongForQr
from printers.render.text import render_text
from printers.transport.interpreter import Interpreter
from printers.transport.operations import Asked, Dropped, EndOfStream, Picture, Row
from printers.transport.operations import Cut as CutDone
from printers.transport.operations import Feed as Fed

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
BLOCKS = st.lists(
    st.one_of(
        st.builds(Text, ANY_TEXT, st.sampled_from([1, 2]), st.booleans(), st.sampled_from(Align)),
        st.builds(Pair, ANY_TEXT, ANY_TEXT, st.booleans()),
        st.just(Rule()),
        st.builds(Qr, ANY_TEXT),
        st.builds(Feed, st.integers(0, 5)),
        st.just(Cut()),
    ),
    max_size=6,
)


@dataclass
class Bytes:
    data: bytes

    def read(self, count: int) -> bytes:
        if len(self.data) < count:
            raise EndOfStream
        piece, self.data = self.data[:count], self.data[count:]
        return piece


def printed(data: bytes, profile: Profile) -> list[Image.Image]:
    """Draw the bytes as a printer would."""
    paper, slips = Paper(profile.dots), []
    for operation in Interpreter(profile.dots, profile.encoding).run(Bytes(data)):
        match operation:
            case Row(runs, align, pitch):
                paper.text(runs, align, pitch)
            case Picture(image, align):
                paper.picture(image, align)
            case Fed(dots):
                paper.feed(dots)
            case CutDone():
                slips.append(paper.cut())
            case Asked() | Dropped():
                pytest.fail(f"unexpected {operation}")
    return slips if profile.cutter is not Cutter.NONE else [paper.cut()]


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("page", ["slip", "test"])
def test_what_is_sent_is_what_was_previewed_dot_by_dot(name: str, page: str) -> None:
    profile = load(name)
    blocks = lay_out(sample_slip()) if page == "slip" else page_for_testing(profile.title, profile.columns)
    (expected,) = render_images(blocks, profile)
    (drawn,) = printed(render_escpos(blocks, profile), profile)
    assert drawn.size == expected.size
    assert ImageChops.difference(drawn.convert("L"), expected.convert("L")).getbbox() is None


@settings(max_examples=40, deadline=None)
@given(BLOCKS)
def test_any_text_renders_everywhere_and_arrives_as_drawn(blocks: list[Block]) -> None:
    for name in ("generic-80mm", "generic-58mm"):
        profile = load(name).model_copy(update={"cutter": Cutter.FULL})
        expected = render_images([*blocks, Cut()], profile)
        drawn = printed(render_escpos([*blocks, Cut()], profile), profile)
        assert [image.tobytes() for image in drawn] == [image.tobytes() for image in expected]
        render_text(blocks, profile.columns)


@settings(max_examples=30, deadline=None)
@given(st.builds(Slip, *[ANY_TEXT] * 3, st.just(REGISTERED_AT), *[ANY_TEXT] * 5, next_steps=st.tuples(ANY_TEXT)))
def test_a_slip_with_any_words_prints(slip: Slip) -> None:
    for name in names():
        assert printed(render_escpos(lay_out(slip), load(name)), load(name))


def test_hanzi_go_out_as_two_bytes_in_kanji_mode() -> None:
    data = render_escpos([Text("信访：（￥）")], load("generic-80mm"))
    assert data.startswith(b"\x1b@\x1c&")
    assert "信访：（￥）".encode("gb18030") in data


@pytest.mark.parametrize("name", ["张㙍", "王䶮", "李𬭊", "¥5"])
def test_a_character_the_rom_lacks_turns_its_line_into_dots(name: str) -> None:
    data = render_escpos([Text("普通"), Text(name)], load("generic-80mm"))
    assert "普通".encode("gbk") in data
    assert b"\x1dv0" in data
    assert name[-1].encode("gb18030") not in data


def test_the_raster_profile_sends_no_character_at_all() -> None:
    profile = load("raster-80mm")
    operations = list(Interpreter(profile.dots).run(Bytes(render_escpos(lay_out(sample_slip()), profile))))
    assert not [operation for operation in operations if isinstance(operation, Row)]


def test_raster_pictures_are_split_for_small_buffers() -> None:
    data = render_escpos([Qr("x" * 900)], load("raster-80mm"))
    heights = [data[i + 6] + 256 * data[i + 7] for i in range(len(data)) if data[i : i + 4] == b"\x1dv0\x00"]
    assert len(heights) > 1 and max(heights) <= 240


def test_a_printer_without_a_knife_is_never_told_to_cut() -> None:
    operations = Interpreter(384).run(Bytes(render_escpos([Text("x"), Cut()], load("generic-58mm"))))
    assert not [operation for operation in operations if isinstance(operation, CutDone)]


@pytest.mark.parametrize("name", names())
def test_the_qr_code_of_the_preview_is_readable_and_25_mm_wide(name: str) -> None:
    import cv2

    profile = load(name)
    sheet = Image.open(io.BytesIO(render_png(lay_out(sample_slip()), profile)))
    found, corners, _ = cv2.QRCodeDetector().detectAndDecode(np.asarray(sheet))
    assert found == "https://xf.example.cn/p?n=130406260601F00016&c=7KQ2M9XWTB4"
    assert corners[0][1][0] - corners[0][0][0] >= 190


def test_a_text_beyond_the_largest_qr_code_is_refused_by_name() -> None:
    with pytest.raises(TooLongForQr):
        render_escpos([Qr("x" * 5000)], load("generic-80mm"))


def test_utf8_printers_get_utf8() -> None:
    profile = load("generic-80mm").model_copy(update={"encoding": Encoding.UTF_8})
    assert "信访".encode() in render_escpos([Text("信访")], profile)


def test_a_logo_is_printed_above_the_slip_as_the_preview_shows_it(tmp_path: Path) -> None:
    emblem = Image.new("RGBA", (1200, 600), (255, 255, 255, 0))
    emblem.paste((200, 0, 0, 255), (300, 100, 900, 500))
    emblem.save(tmp_path / "emblem.png")
    plain = load("generic-80mm")
    profile = plain.model_copy(update={"logo": tmp_path / "emblem.png"})
    blocks: list[Block] = [Text("信访"), Cut()]
    data, without = render_escpos(blocks, profile), render_escpos(blocks, plain)
    # 1200 x 600 shrinks to 30 mm of paper
    assert data.count(b"\x1dv0\x00\x48\x00\xf0\x00") == 1
    assert len(data) > len(without) + 240 * 72
    (slip,), (bare,) = render_images(blocks, profile), render_images(blocks, plain)
    assert slip.height == bare.height + 240 + 20


@pytest.mark.expect_log("logo")
def test_a_logo_that_cannot_be_read_never_stops_a_slip(tmp_path: Path) -> None:
    (tmp_path / "emblem.png").write_bytes(b"no picture")
    profile = load("generic-80mm").model_copy(update={"logo": tmp_path / "emblem.png"})
    blocks: list[Block] = [Text("信访"), Cut()]
    assert render_escpos(blocks, profile) == render_escpos(blocks, load("generic-80mm"))


def test_a_profile_of_ones_own_names_its_logo_beside_it(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text(
        (FOLDER / "generic-80mm.toml").read_text(encoding="utf-8") + 'logo = "emblem.png"\n', encoding="utf-8"
    )
    assert load(str(tmp_path / "ours.toml")).logo == tmp_path / "emblem.png"
