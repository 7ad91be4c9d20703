from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printers.layout.blocks import Block, Pair, Text
from printers.render.columns import cleaned, in_rom, width, wrap
from printers.render.lines import TextLine, flow

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=120)
HANZI = st.text("信访，。（）“”ab 1·…䶮𬭊e\u0301\n", max_size=120)


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("信访", 4), ("·“”…", 8), ("￥", 2), ("¥", 2), ("𬭊", 2), ("x\u0301", 1)]
)
def test_width_is_what_the_printer_advances(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("char", "has"), [("信", True), ("·", True), ("￥", True), ("¥", False), ("䶮", False), ("㙍", False)]
)
def test_characters_of_more_than_gbk_are_not_trusted_to_the_rom_font(char: str, has: bool) -> None:
    assert in_rom(char) is has


@given(ANY_TEXT)
def test_no_text_smuggles_a_printer_command(text: str) -> None:
    assert not any((char < " " and char != "\n") or char == "\x7f" for char in cleaned(text))
    cleaned(text).encode("gb18030")


@given(st.one_of(ANY_TEXT, HANZI), st.integers(2, 64))
def test_wrapped_lines_fit_and_lose_nothing_but_spaces(text: str, columns: int) -> None:
    text = cleaned(text)
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")


def test_a_full_stop_does_not_start_a_line() -> None:
    assert wrap("一二三四五。六", 10) == ["一二三四", "五。六"]


def test_an_opening_bracket_does_not_end_a_line() -> None:
    assert wrap("一二三四（五六", 10) == ["一二三四", "（五六"]


def test_words_and_numbers_stay_whole() -> None:
    assert wrap("编号 130406260601F00016 请保存", 20) == ["编号", "130406260601F00016", "请保存"]


@given(st.lists(st.one_of(st.builds(Text, ANY_TEXT, st.sampled_from([1, 2])), st.builds(Pair, ANY_TEXT, ANY_TEXT))))
def test_no_line_is_wider_than_the_paper(blocks: list[Block]) -> None:
    for columns in (32, 42, 48):
        for line in flow(blocks, columns):
            assert not isinstance(line, TextLine) or line.columns <= columns


def test_neighbouring_pairs_share_one_value_column() -> None:
    first, second, third = flow([Pair("时间 Time", "九点"), Pair("材料 Papers", "三页"), Pair("", "附件")], 48)
    assert isinstance(first, TextLine) and isinstance(second, TextLine) and isinstance(third, TextLine)
    assert width(first.spans[0].text) == width(second.spans[0].text) == width(third.spans[0].text) == 13


def test_a_value_hangs_under_itself() -> None:
    lines = [
        line.text
        for line in flow([Pair("1.", "保持电话畅通，承接单位会主动联系您。")], 20)
        if isinstance(line, TextLine)
    ]
    assert lines == ["1.  保持电话畅通，承", "    接单位会主动联系", "    您。"]


def test_a_number_too_wide_for_double_size_stays_whole_and_tall() -> None:
    (line,) = flow([Text("130406260601F00016", size=2, bold=True)], 32)
    assert isinstance(line, TextLine) and (line.wide, line.tall) == (1, 2)
