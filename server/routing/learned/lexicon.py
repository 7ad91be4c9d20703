"""Cutting a text into words: of all ways to cut it, the likeliest, each word being as likely as it is frequent. Pure.

The words come from the dictionary of jieba when a model is trained; the model keeps those its texts contain, so that
nothing but the model is needed to read a text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: what a character costs that stands in no dictionary
_UNKNOWN = 1.0


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words with how often they occur in the language; `total` is the sum over the whole language."""

    frequency: Mapping[str, float]
    total: float
    #: lengths of the words by first character
    lengths: Mapping[str, tuple[int, ...]]

    def cut(self, text: str) -> list[str]:
        """Return the words in their order; joined they are the text."""
        all_of_it = math.log(self.total)
        best: list[tuple[float, int]] = [(0.0, 0)] * (len(text) + 1)
        for start in range(len(text) - 1, -1, -1):
            choice = (math.log(_UNKNOWN) - all_of_it + best[start + 1][0], start + 1)
            for length in self.lengths.get(text[start], ()):
                end = start + length
                found = self.frequency.get(text[start:end]) if end <= len(text) else None
                if found:
                    choice = max(choice, (math.log(found) - all_of_it + best[end][0], end))
            best[start] = choice
        words, start = [], 0
        while start < len(text):
            end = best[start][1]
            words.append(text[start:end])
            start = end
        return words


def make_lexicon(frequency: Mapping[str, float], total: float) -> Lexicon:
    lengths: dict[str, set[int]] = {}
    for word in frequency:
        lengths.setdefault(word[0], set()).add(len(word))
    return Lexicon(frequency, total, {first: tuple(sorted(found)) for first, found in lengths.items()})


def words_within(lexicon: Lexicon, texts: Iterable[str]) -> Lexicon:
    """Return the words that stand somewhere in these texts; each of these texts is cut as before."""
    seen: set[str] = set()
    for text in texts:
        for start, first in enumerate(text):
            seen.update(text[start : start + length] for length in lexicon.lengths.get(first, ()))
    return make_lexicon({word: often for word, often in lexicon.frequency.items() if word in seen}, lexicon.total)


@cache
def general() -> Lexicon:
    """The dictionary of jieba (349,000 words), letters large."""
    frequency: dict[str, float] = {}
    with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, often, *_ = line.split(" ")
            frequency[word.upper()] = float(often)
    return make_lexicon(frequency, sum(frequency.values()))
