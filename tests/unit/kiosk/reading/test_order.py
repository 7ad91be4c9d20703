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


def test_labels_beside_values_are_read_in_rows() -> None:
    labels = [line(f"标{n}", 20, 60 + 30 * n, width=60) for n in range(6)]
    values = [line(f"值{n}", 420, 60 + 30 * n, width=300) for n in range(6)]
    assert [f.text for f in in_reading_order([*labels, *values])][:4] == ["标0", "值0", "标1", "值1"]
