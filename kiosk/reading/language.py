"""How likely a character is after the two before it, in the words of a petition.

The model is that of a writer who draws words one after the other: how often two or three characters follow each other
inside words and over their borders is then exact arithmetic on a list of words with their frequencies. Two lists are
used: the phrases of petitions written for this project (`words.csv` beside this file), and, when the `jieba` package is
installed, the frequencies of its dictionary, for everything that is no petition word. No text of any citizen is in it.

Figures, Latin letters and punctuation are never preferred or avoided: a model of words knows nothing of numbers.
"""

from __future__ import annotations

import csv
import importlib.util
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from kiosk.reading.script import folded

#: weight of three, two and one characters
_THREE, _TWO, _ONE = 0.55, 0.35, 0.0999
#: what is left for a character never seen: one in some thousands
_UNSEEN = 0.0001 / 8000
#: of all characters that are no Chinese ones
_NEUTRAL = math.log(0.02)
#: a word of the dictionary that is rarer than this teaches little
_LEAST_FREQUENCY = 20


class LanguageModel:
    """Counts of one, two and three characters; see the module."""

    def __init__(self, words: Iterable[tuple[str, float]]) -> None:
        """`words` with their frequencies, each of one or more Chinese characters."""
        self._one: Counter[str] = Counter()
        self._two: Counter[str] = Counter()
        self._three: Counter[str] = Counter()
        self._first: Counter[str] = Counter()
        self._last: Counter[str] = Counter()
        self._alone: Counter[str] = Counter()
        self._opening: Counter[str] = Counter()
        self._closing: Counter[str] = Counter()
        self._words = 0.0
        for word, often in words:
            self._add(word, often)
        self._all = sum(self._one.values())

    def _add(self, word: str, often: float) -> None:
        self._words += often
        self._first[word[0]] += often  # type: ignore[assignment]
        self._last[word[-1]] += often  # type: ignore[assignment]
        for char in word:
            self._one[char] += often  # type: ignore[assignment]
        if len(word) == 1:
            self._alone[word] += often  # type: ignore[assignment]
            return
        self._opening[word[:2]] += often  # type: ignore[assignment]
        self._closing[word[-2:]] += often  # type: ignore[assignment]
        for i in range(len(word) - 1):
            self._two[word[i : i + 2]] += often  # type: ignore[assignment]
        for i in range(len(word) - 2):
            self._three[word[i : i + 3]] += often  # type: ignore[assignment]

    def score(self, before: str, char: str) -> float:
        """Natural logarithm of the probability of `char` after the last two characters of `before`.

        The traditional form of a character, which the ink of a brush often looks like, counts as the simplified one.
        """
        before, char = folded(before[-2:]), folded(char)
        if not _chinese(char):
            return _NEUTRAL
        b = before[-1:] if before and _chinese(before[-1]) else ""
        if not b:
            # after a figure or a full stop a word begins
            return math.log(0.7 * self._first[char] / self._words + 0.3 * self._one[char] / self._all + _UNSEEN)
        a = before[-2:-1] if len(before) > 1 and _chinese(before[-2]) else ""
        two = self._pair(b, char) / max(1.0, self._one[b])
        three = self._triple(a, b, char) / pair if a and (pair := self._pair(a, b)) > 0 else two
        return math.log(_THREE * three + _TWO * two + _ONE * self._one[char] / self._all + _UNSEEN)

    def _pair(self, b: str, c: str) -> float:
        return self._two[b + c] + self._last[b] * self._first[c] / self._words

    def _triple(self, a: str, b: str, c: str) -> float:
        """Inside one word; a border after b; a border after a; b a word by itself."""
        n = self._words
        return (
            self._three[a + b + c]
            + self._closing[a + b] * self._first[c] / n
            + self._last[a] * self._opening[b + c] / n
            + self._last[a] * self._alone[b] / n * self._first[c] / n
        )


@cache
def language() -> LanguageModel:
    """The model of this machine; built once a process, in about a second."""
    return LanguageModel([*_own(), *_dictionary()])


def _own() -> Iterator[tuple[str, float]]:
    text = (files("kiosk.reading") / "words.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield row["word"], float(row["often"])


def _dictionary() -> Iterator[tuple[str, float]]:
    """Words of jieba's dictionary (MIT), one a line: word, frequency, part of speech. Read as data, never imported."""
    spec = importlib.util.find_spec("jieba")
    path = Path(spec.origin).parent / "dict.txt" if spec and spec.origin else None
    if path is None or not path.is_file():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            word, often, *_ = line.split(" ")
            if len(often) > 1 and int(often) >= _LEAST_FREQUENCY and all(map(_chinese, word)):
                yield word, float(often)


def _chinese(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"
