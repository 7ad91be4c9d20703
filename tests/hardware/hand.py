"""A person at the device under test."""

from __future__ import annotations

import sys

import pytest

from drivers.cards.simulator.card import SyntheticCard


class Hand:
    """A person at the device: is told what to do and does it in their own time."""

    def __init__(self, config: pytest.Config) -> None:
        self._screen = config.get_terminal_writer()
        self._capture = config.pluginmanager.getplugin("capturemanager")

    def insert(self, card: SyntheticCard) -> None:
        """Ask for a card; any test card will do."""
        self._say("请放上测试卡 · LAY the test card on the reader")

    def remove(self) -> None:
        """Ask for the card to be lifted."""
        self._say("请拿开卡 · LIFT the card")

    def feed(self, sheets: int) -> None:
        """Ask for paper in the feeder of a scanner."""
        self._say(
            f"请在进纸器放 {sheets} 张以上的测试页，然后按回车 · FEED at least {sheets} test pages, then press Enter"
        )
        # a feeder does not tell how many sheets lie in it
        self._capture.suspend_global_capture(in_=True)
        sys.stdin.readline()
        self._capture.resume_global_capture()

    def remove_paper(self) -> None:
        """Ask for the roll to be taken out."""
        self._say("请取出纸卷，合上盖子 · TAKE the roll OUT and close the cover")

    def load_paper(self) -> None:
        """Ask for the roll to be put in."""
        self._say("请装回纸卷，合上盖子 · PUT the roll IN and close the cover")

    def open_cover(self) -> None:
        """Ask for the cover to be opened."""
        self._say("请打开盖子 · OPEN the cover")

    def close_cover(self) -> None:
        """Ask for the cover to be closed."""
        self._say("请合上盖子 · CLOSE the cover")

    def _say(self, words: str) -> None:
        with self._capture.global_and_fixture_disabled():
            self._screen.line()
            self._screen.line(f">>> {words}")
            self._screen.flush()
