"""The voice: it says each screen, stops at a touch, is set by the visitor, and nothing waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.bench.examples import visits
from kiosk.bench.speech_dispatcher import SpeechDispatcher
from kiosk.bench.visitor import Action, StepReport, Tap, Visitor, WaitFor
from kiosk.flow.visit import Visit
from kiosk.speech.announcer import Announcer
from kiosk.speech.prompts import summary
from kiosk.speech.speaker import Speaker
from kiosk.ui.words import Language, catalogue
from tests.gui.conftest import Heard

VISITS = dict(visits())
WORDS = catalogue(Language.CHINESE)
PATIENCE = 15000


class Spoken:
    """A screen with a voice, and what was heard of it."""

    def __init__(self, heard: Heard, qtbot: QtBot, socket: Path) -> None:
        self.screen, self._qtbot = heard.screen, qtbot
        self.daemon = SpeechDispatcher(str(socket))
        self.speaker = Speaker(str(socket))
        self.announcer = Announcer(
            self.speaker, self.screen.voice, lambda: self.screen.language, lambda: self.screen.words
        )
        self.screen.touched.connect(self.announcer.touched)
        self.screen.looked.connect(self.announcer.looked)
        self.speaker.start()
        qtbot.waitUntil(lambda: self.speaker.there, timeout=PATIENCE)

    def show(self, visit: Visit) -> None:
        self.screen.show(visit)
        self.announcer.follow(visit)

    def hears(self, text: str) -> None:
        def said() -> bool:
            return bool(self.daemon.heard.spoken) and self.daemon.heard.spoken[-1][2] == text

        self._qtbot.waitUntil(said, timeout=PATIENCE)

    def work(self, *script: Action) -> None:
        done: list[list[StepReport]] = []
        visitor = Visitor(self.screen.window)
        visitor.run(script, done.append)
        self._qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
        assert [report for report in done[0] if report.cause] == []


@pytest.fixture
def spoken(heard: Heard, qtbot: QtBot, tmp_path: Path) -> Iterator[Spoken]:
    made = Spoken(heard, qtbot, tmp_path / "speechd.sock")
    yield made
    made.speaker.stop()
    made.daemon.close()
    assert made.daemon.heard.refused == []


def test_each_screen_is_said_once_and_a_touch_silences_it(spoken: Spoken, qtbot: QtBot) -> None:
    spoken.show(VISITS["notice"])
    spoken.hears(WORDS["voice_notice"])
    spoken.show(VISITS["notice"])
    before = spoken.daemon.heard.silenced
    spoken.work(Tap("more"))
    qtbot.waitUntil(lambda: spoken.daemon.heard.silenced > before, timeout=PATIENCE)
    assert len(spoken.daemon.heard.spoken) == 1


def test_the_visitor_hears_it_again_louder_and_in_english_and_turns_it_off(spoken: Spoken) -> None:
    spoken.show(VISITS["company"])
    spoken.hears(WORDS["voice_company"])
    spoken.work(Tap("tool.voice"), Tap("voice.louder"))
    spoken.hears(WORDS["voice_company"])
    assert [volume for _, volume, _ in spoken.daemon.heard.spoken] == [40, 70]
    spoken.work(Tap("voice.toggle"), Tap("voice.close"), Tap("tool.language"))
    count = len(spoken.daemon.heard.spoken)
    spoken.work(Tap("tool.voice"), Tap("voice.toggle"))
    english = catalogue(Language.ENGLISH)["voice_company"]
    spoken.hears(english)
    assert (len(spoken.daemon.heard.spoken), spoken.daemon.heard.spoken[-1][0]) == (count + 1, "en")


def test_the_matter_is_read_aloud_to_whoever_asks_and_to_nobody_else(spoken: Spoken) -> None:
    spoken.show(VISITS["submit"])
    spoken.hears(WORDS["voice_submit"])
    spoken.work(Tap("submit.read"))
    spoken.hears(summary(VISITS["submit"], WORDS).rstrip("\n"))


def test_the_next_visitor_finds_the_voice_as_the_hall_set_it(spoken: Spoken) -> None:
    spoken.show(VISITS["card"])
    spoken.hears(WORDS["voice_card"])
    spoken.work(Tap("tool.voice"), Tap("voice.softer"), Tap("voice.toggle"))
    spoken.show(Visit())
    assert (spoken.screen.voice.on, spoken.screen.voice.volume) == (True, 70)


def test_without_a_daemon_nothing_on_the_screen_speaks_of_a_voice(heard: Heard, qtbot: QtBot, tmp_path: Path) -> None:
    heard.screen.voice.set_there(False)
    speaker = Speaker(str(tmp_path / "nobody.sock"))
    announcer = Announcer(speaker, heard.screen.voice, lambda: heard.screen.language, lambda: heard.screen.words)
    speaker.start()
    heard.screen.show(VISITS["submit"])
    announcer.follow(VISITS["submit"])
    done: list[list[StepReport]] = []
    visitor = Visitor(heard.screen.window)
    visitor.run(
        (WaitFor("tool.staff"), WaitFor("tool.voice", gone=True), WaitFor("submit.read", gone=True)), done.append
    )
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    speaker.stop()
    assert [report for report in done[0] if report.cause] == []
