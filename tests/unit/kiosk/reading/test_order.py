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
