"""Cutting a text into words: of all ways to cut it, the likeliest, each word being as likely as it is frequent. Pure.

The words come from the dictionary of jieba when a model is trained; the model keeps those its texts contain, so that
nothing but the model is needed to read a text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from server.core.once import once


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words with how often they occur in the language; `total` is the sum over the whole language."""

    frequency: Mapping[str, float]
    total: float
    #: lengths of the words by first character
    lengths: Mapping[str, tuple[int, ...]]
    #: logarithm of the likelihood of each word
    logs: Mapping[str, float]

    def cut(self, text: str) -> list[str]:
        """Return the words in their order; joined they are the text."""
        lengths, logs, unknown = self.lengths, self.logs, -math.log(self.total)
        ends = [0] * len(text)
        best = [0.0] * (len(text) + 1)
        for start in range(len(text) - 1, -1, -1):
            most, end = best[start + 1] + unknown, start + 1
            for length in lengths.get(text[start], ()):
                found = logs.get(text[start : start + length])
                # a slice past the end is shorter than it says, and was or will be looked at as itself
                if found is not None and start + length <= len(text) and found + best[start + length] > most:
                    most, end = found + best[start + length], start + length
            best[start], ends[start] = most, end
        words, start = [], 0
        while start < len(text):
            words.append(text[start : ends[start]])
            start = ends[start]
        return words


def make_lexicon(frequency: Mapping[str, float], total: float) -> Lexicon:
    lengths: dict[str, set[int]] = {}
    for word in frequency:
        lengths.setdefault(word[0], set()).add(len(word))
    return Lexicon(
        frequency,
        total,
        {first: tuple(sorted(found)) for first, found in lengths.items()},
        {word: math.log(often / total) for word, often in frequency.items() if often},
    )


def words_within(lexicon: Lexicon, texts: Iterable[str]) -> Lexicon:
    """Return the words that stand somewhere in these texts; each of these texts is cut as before."""
    seen: set[str] = set()
    for text in texts:
        for start, first in enumerate(text):
            for length in lexicon.lengths.get(first, ()):
                word = text[start : start + length]
                if word in lexicon.logs:
                    seen.add(word)
    return make_lexicon({word: lexicon.frequency[word] for word in sorted(seen)}, lexicon.total)


@once
def general() -> Lexicon:
    """The dictionary of jieba (349,000 words), letters large."""
    frequency: dict[str, float] = {}
    with files("jieba").joinpath("dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, often, *_ = line.split(" ")
            frequency[word.upper()] = float(often)
    return make_lexicon(frequency, sum(frequency.values()))
