"""What a row of letters can mean."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self

from kiosk.flow.visit import Candidate

#: as many as a person looks through
LIMIT = 24
#: longer rows of letters are cut: no sentence is typed without choosing in between
MAX_LETTERS = 40
#: a row this short begins too many words to guess which
_GUESS_FROM = 3
_GUESSES = 6


class Speller:
    """Looks words up in a file of `kiosk.writing.lexicon`. One thread."""

    def __init__(self, file: Path) -> None:
        """Open the file for reading. Raises `sqlite3.Error` when it is damaged."""
        self._base = sqlite3.connect(f"file:{file}?mode=ro", uri=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._base.close()

    def candidates(self, letters: str) -> tuple[Candidate, ...]:
        """Words for these letters, the likeliest first; each says how many letters it uses up.

        First what the whole row spells, then what it may be the beginning or the initials of, then what its beginning
        spells: 农民 before 农 for `nongmin`. Anything but a to z is left out.
        """
        row = "".join(letter for letter in letters.lower() if "a" <= letter <= "z")[:MAX_LETTERS]
        if not row:
            return ()
        found = [Candidate(word, len(row)) for word in self._spelled(row, LIMIT)]
        found += [Candidate(word, len(row)) for word in self._initials(row)]
        if len(row) >= _GUESS_FROM:
            found += [Candidate(word, len(row)) for word in self._begun(row)]
        for end in range(len(row) - 1, 0, -1):
            found += [Candidate(word, end) for word in self._spelled(row[:end], LIMIT // 2)]
        unlike = {candidate.text: candidate for candidate in reversed(found)}
        return tuple(candidate for candidate in found if unlike.pop(candidate.text, None))[:LIMIT]

    def _spelled(self, row: str, limit: int) -> list[str]:
        return self._ask("SELECT word FROM word WHERE spelling = ? ORDER BY count DESC, word LIMIT ?", row, limit)

    def _initials(self, row: str) -> list[str]:
        return self._ask("SELECT word FROM word WHERE initials = ? ORDER BY count DESC, word LIMIT ?", row, _GUESSES)

    def _begun(self, row: str) -> list[str]:
        query = "SELECT word FROM word WHERE spelling > ? AND spelling < ? ORDER BY count DESC, word LIMIT ?"
        return self._ask(query, row, row + "{", _GUESSES)

    def _ask(self, query: str, *values: str | int) -> list[str]:
        with closing(self._base.execute(query, values)) as rows:
            return [word for (word,) in rows]
