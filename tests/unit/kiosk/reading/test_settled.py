"""Frames of a table, a hand and pages: each page is told once, when it lies still."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from kiosk.reading.engine import Image
from kiosk.reading.settled import Lying, SettledPage

WIDTH, HEIGHT, RATE = 640, 480, 8


class Table:
    """A camera over a table: grain, sensor noise, exposure that breathes."""

    def __init__(self, seed: int = 1) -> None:
        self._noise = np.random.default_rng(seed)
        # drawing noise anew for each frame would be most of the test
        self._sensor = [self._noise.normal(0, 3, (HEIGHT, WIDTH, 3)).astype(np.float32) for _ in range(5)]
        grain = cv2.resize(self._noise.normal(0, 6, (HEIGHT, 24)).astype(np.float32), (WIDTH, HEIGHT))
        self._ground = np.clip(np.array([58, 72, 86], np.float32) + grain[..., None], 0, 255).astype(np.float32)
        self._frames = 0

    def frame(
        self, page: Image | None = None, at: tuple[int, int] = (170, 40), hand: tuple[int, int] | None = None
    ) -> Image:
        seen = self._ground.copy()
        if page is not None:
            x, y = at
            left, top = max(0, x), max(0, y)
            right, bottom = min(WIDTH, x + page.shape[1]), min(HEIGHT, y + page.shape[0])
            if right > left and bottom > top:
                seen[top:bottom, left:right] = page[top - y : bottom - y, left - x : right - x]
        if hand is not None:
            cv2.ellipse(seen, hand, (46, 60), 20, 0, 360, (120, 150, 205), -1)
            cv2.line(seen, hand, (hand[0] + 120, HEIGHT + 40), (115, 145, 200), 60)
        self._frames += 1
        light = np.float32(1 + 0.02 * np.sin(self._frames / 5))
        noisy = seen * light + self._sensor[self._frames % len(self._sensor)]
        return np.clip(noisy, 0, 255).astype(np.uint8)


def page(seed: int) -> Image:
    rng = np.random.default_rng(seed)
    sheet = np.full((400, 290, 3), 238, np.uint8)
    for row in range(14):
        x = 30
        while x < 250 - rng.integers(0, 60):
            cv2.rectangle(sheet, (x, 40 + row * 24), (x + int(rng.integers(4, 12)), 52 + row * 24), (45, 45, 50), -1)
            x += int(rng.integers(12, 18))
    return sheet


def lay_down(table: Table, sheet: Image) -> Iterator[Image]:
    """A hand brings the page in from below and leaves again."""
    for step in range(10):
        at = (170, 440 - step * 40)
        yield table.frame(sheet, at, hand=(430, at[1] + 250))
    for step in range(6):
        yield table.frame(sheet, (170, 40), hand=(430 + step * 20, 330 + step * 40))


def take_away(table: Table, sheet: Image) -> Iterator[Image]:
    for step in range(8):
        yield table.frame(sheet, (170 + step * 70, 40), hand=(430 + step * 40, 300))


def lie(table: Table, sheet: Image | None, seconds: float = 1.4) -> Iterator[Image]:
    for _ in range(int(seconds * RATE)):
        yield table.frame(sheet)


class Watch:
    def __init__(self) -> None:
        self.judge, self.at, self.said = SettledPage(), 0.0, list[Lying]()

    def see(self, *parts: Iterator[Image]) -> list[Lying]:
        """Judge the frames; return what was said of these."""
        begun = len(self.said)
        for part in parts:
            for frame in part:
                self.at += 1 / RATE
                self.said.append(self.judge.look(frame, self.at))
        return self.said[begun:]


def test_each_page_is_told_once_and_only_when_the_hand_is_gone() -> None:
    table, watch = Table(), Watch()
    assert watch.see(lie(table, None))[-1] is Lying.EMPTY
    for seed in (1, 2, 3):
        assert Lying.SETTLED not in watch.see(lay_down(table, page(seed)))
        told = watch.see(lie(table, page(seed)))
        assert told.count(Lying.SETTLED) == 1 and told[-1] is Lying.TAKEN
        assert Lying.SETTLED not in watch.see(take_away(table, page(seed)))
    assert watch.see(lie(table, None))[-1] is Lying.EMPTY


def test_the_same_page_laid_down_again_is_not_taken_again_until_the_next_visitor() -> None:
    table, watch = Table(), Watch()
    watch.see(lie(table, None), lay_down(table, page(1)), lie(table, page(1)), take_away(table, page(1)))
    again = watch.see(lie(table, None), lay_down(table, page(1)), lie(table, page(1)))
    assert Lying.SETTLED not in again and again[-1] is Lying.TAKEN
    watch.judge.forget()
    assert Lying.SETTLED in watch.see(lie(table, page(1)))


def test_a_hand_that_rests_on_the_page_hides_it() -> None:
    table, watch = Table(), Watch()
    watch.see(lie(table, None), lay_down(table, page(1)))
    resting = (table.frame(page(1), hand=(400, 330)) for _ in range(3 * RATE))
    assert Lying.SETTLED not in watch.see(resting)
    assert Lying.SETTLED in watch.see(lie(table, page(1)))


def test_a_page_that_covers_the_whole_view_is_seen() -> None:
    table, watch = Table(), Watch()
    near = cv2.resize(page(4), (WIDTH + 80, HEIGHT + 300))
    frames = (table.frame(near, (-40, -60)) for _ in range(2 * RATE))
    assert watch.see(frames).count(Lying.SETTLED) == 1


@pytest.mark.parametrize("seed", range(4))
def test_an_empty_table_is_never_a_page(seed: int) -> None:
    table, watch = Table(seed), Watch()
    assert Lying.SETTLED not in watch.see(lie(table, None, 4.0))


def test_light_that_is_switched_on_is_no_page() -> None:
    table, watch = Table(), Watch()
    watch.see(lie(table, None))
    brighter = (cv2.convertScaleAbs(table.frame(), alpha=1.0, beta=35) for _ in range(3 * RATE))
    assert Lying.SETTLED not in watch.see(brighter)
