"""Speaks as the visit moves on, falls silent at a touch, and says it once more when asked. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from kiosk.flow.visit import Step, Visit
from kiosk.speech.prompts import Moment, moment, prompt, summary
from kiosk.speech.speaker import Speaker, Speech
from kiosk.ui.voice import VoiceModel
from kiosk.ui.words import Language


class Announcer(QObject):
    """`voice` is what the visitor sets, `language` the one on the screen, `words` its sentences."""

    def __init__(
        self,
        speaker: Speaker,
        voice: VoiceModel,
        language: Callable[[], Language],
        words: Callable[[], Mapping[str, str]],
    ) -> None:
        super().__init__()
        self._speaker = speaker
        self._voice = voice
        self._language = language
        self._words = words
        self._visit = Visit()
        self._in = language()
        self._spoken: Moment = moment(self._visit)
        speaker.changed.connect(lambda: voice.set_there(speaker.there))
        voice.asked.connect(self.again)
        voice.chosen.connect(self._chosen)
        voice.read.connect(lambda: self._say(self._summary()))

    def follow(self, visit: Visit) -> None:
        """Say what is new about this visit; with its end everything is as the hall set it."""
        self._visit, now = visit, moment(visit)
        if now == self._spoken:
            return
        self._spoken = now
        if visit.step is Step.IDLE:
            self._speaker.hush()
            self._voice.begin()
        elif self._voice.on and not visit.desk:
            self._say(self._all() if self._voice.wanted else self._prompt())

    def touched(self) -> None:
        """A finger is on the screen: whoever acts does not need to be told."""
        self._speaker.hush()

    def again(self) -> None:
        """The visitor asked: the screen once more, and the matter with it where it is handed in."""
        self._say(self._all())

    def looked(self) -> None:
        """The look changed; in another language it is said anew."""
        before, self._in = self._in, self._language()
        if before != self._in and self._voice.on and self._visit.step is not Step.IDLE:
            self._say(self._prompt())

    def _chosen(self) -> None:
        if self._voice.on:
            self.again()
        else:
            self._speaker.hush()

    def _prompt(self) -> str:
        return prompt(self._visit, self._words(), english=self._language() == Language.ENGLISH)

    def _all(self) -> str:
        return "\n".join(part for part in (self._prompt(), self._summary()) if part)

    def _summary(self) -> str:
        """Aloud in a hall where others stand: only for somebody who asked for the voice."""
        return summary(self._visit, self._words()) if self._visit.step is Step.SUBMIT else ""

    def _say(self, text: str) -> None:
        if text:
            self._speaker.say(Speech(text, self._language().value, int(self._voice.property("volume"))))
