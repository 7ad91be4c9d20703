"""The writing bus: Pinyin through the list of words, strokes through the reading process."""

from __future__ import annotations

import logging
import sqlite3
import threading
from pathlib import Path

from kiosk.flow.answers import CandidatesFound
from kiosk.flow.effects import Effect, FindCharacters, FindWords
from kiosk.flow.visit import Candidate
from kiosk.reading.errors import ReadingCancelled, ReadingError
from kiosk.reading.process import ReadingProcess
from kiosk.workers.worker import Say
from kiosk.writing.lexicon import prepare
from kiosk.writing.pinyin import Speller

log = logging.getLogger("hall.kiosk.writing")


class WritingWorker:
    def __init__(self, words: Path, process: ReadingProcess) -> None:
        """`words` is made when it is missing, which takes seconds: before the first visitor, not under their hands."""
        self._process = process
        self._speller: Speller | None = None
        try:
            self._speller = Speller(prepare(words))
        except (OSError, sqlite3.Error) as error:
            log.error("Pinyin cannot be offered: %s", error)

    def carry_out(self, effect: Effect, cancel: threading.Event, say: Say) -> CandidatesFound | None:
        match effect:
            case FindWords():
                return CandidatesFound(self._speller.candidates(effect.letters) if self._speller else ())
            case FindCharacters():
                return self._recognise(effect, cancel)
            case _:
                return None

    def close(self) -> None:
        if self._speller:
            self._speller.close()

    def _recognise(self, effect: FindCharacters, cancel: threading.Event) -> CandidatesFound | None:
        try:
            texts = self._process.write(effect.strokes, cancel)
        except ReadingCancelled:
            return None
        except ReadingError as error:
            log.error("handwriting could not be read: %s", error)
            return CandidatesFound(())
        return CandidatesFound(tuple(Candidate(text, 0) for text in texts))
