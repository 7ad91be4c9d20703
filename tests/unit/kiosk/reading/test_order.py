"""Reading order and script."""

from __future__ import annotations

import numpy as np

from kiosk.reading.engine import FoundLine
from kiosk.reading.order import in_reading_order
from kiosk.reading.script import simplified


def line(text: str, x: float, y: float, width: float = 100, height: float = 20) -> FoundLine:
    corners = [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
    return FoundLine(np.array(corners, np.float32), text, 0.9)


def test_rows_go_down_and_within_a_row_to_the_right() -> None:
    found = [line("丙", 10, 60), line("乙", 200, 14), line("甲", 10, 10), line("丁", 200, 64)]
    assert [f.text for f in in_reading_order(found)] == ["甲", "乙", "丙", "丁"]


def test_traditional_shapes_in_a_simplified_letter_are_folded() -> None:
    assert simplified(["請领導派人到彭城鎮看一看", "我们这里没有路灯"]) == [
        "请领导派人到彭城镇看一看",
        "我们这里没有路灯",
    ]


def test_a_letter_in_traditional_characters_stays_as_it_is() -> None:
    letter = ["尊敬的領導：我們這裡沒有路燈，請儘快處理"]
    assert simplified(letter) == letter


def test_two_columns_are_read_one_after_the_other_under_their_title() -> None:
    title = line("题目", 200, 10, width=400)
    left = [line(f"左{n}", 20, 60 + 30 * n, width=360) for n in range(6)]
    right = [line(f"右{n}", 420, 62 + 30 * n, width=360) for n in range(6)]
    said = [f.text for f in in_reading_order([*right, title, *left])]
    assert said == ["题目", *(f"左{n}" for n in range(6)), *(f"右{n}" for n in range(6))]


def test_two_columns_of_a_letter_with_many_short_lines_are_read_one_after_the_other() -> None:
    widths = (300, 360, 120, 200, 340, 90, 350, 60, 360, 150)
    left = [line(f"左{n}", 20, 60 + 30 * n, width) for n, width in enumerate(widths)]
    right = [line(f"右{n}", 420, 62 + 30 * n, width) for n, width in enumerate(widths)]
    assert [f.text[0] for f in in_reading_order([*right, *left])] == ["左"] * 10 + ["右"] * 10


def test_a_label_in_the_middle_of_its_cell_is_read_before_it() -> None:
    cell = [line(f"文{n}", 160, 60 + 30 * n, width=500) for n in range(5)]
    rest = [line("住址", 20, 10, 80), line("某村", 160, 10, 90), line("诉求", 20, 240, 80), line("求一", 160, 240, 90)]
    for middle, lines in ((120, cell), (105, cell[:4])):
        said = [f.text for f in in_reading_order([line("反映问题", 20, middle, 80), *rest, *lines])]
        assert said == ["住址", "某村", "反映问题", *(one.text for one in lines), "诉求", "求一"]


def test_a_label_that_overlaps_both_lines_of_its_cell_leaves_them_in_order() -> None:
    cell = [line("上行", 160, 60, width=500, height=30), line("下行", 158, 88, width=80, height=30)]
    found = [*cell, line("诉求", 20, 74, width=80, height=30), line("填表日期", 20, 140, 80), line("某日", 160, 140)]
    assert [f.text for f in in_reading_order(found)] == ["诉求", "上行", "下行", "填表日期", "某日"]


def test_the_second_item_of_a_list_stays_where_it_is() -> None:
    items = [line(text, 60, 10 + 30 * n, width=500) for n, text in enumerate(("一上", "一下", "二上", "二下"))]
    marks = [line("1.", 20, 10, 20), line("2.", 20, 70, 20)]
    assert [f.text for f in in_reading_order([*items, *marks])] == ["1.", "一上", "一下", "2.", "二上", "二下"]


def test_labels_beside_values_are_read_in_rows() -> None:
    labels = [line(f"标{n}", 20, 60 + 30 * n, width=60) for n in range(6)]
    values = [line(f"值{n}", 420, 60 + 30 * n, width=300) for n in range(6)]
    assert [f.text for f in in_reading_order([*labels, *values])][:4] == ["标0", "值0", "标1", "值1"]
