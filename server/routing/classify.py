"""What a text is about: weighted terms point to classes, the branch with most weight wins. Pure; no training data.

The text is cut by longest match, so that 劳动仲裁 is one term and not 劳动 and 仲裁. A term counts with its weight times
the root of how often it occurs; what is said first counts more, because people name their matter before they tell it.
"""

from __future__ import annotations

import csv
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from server.core.once import once

_FILE = Path(__file__).with_name("terms.csv")
#: characters read; a letter of six pages has said by then what it is about
_READ = 6000
#: characters at the start whose terms count more, and by how much
_HEAD, _HEAD_FACTOR = 60, 1.5
#: a term repeated more often than this says no more
_MOST = 4
#: how sharply the shares of the branches become probabilities, and the weight at which evidence is half enough;
#: both set on messages with known classes so that the confidence is near the share of right answers
_SHARPNESS = 2.0
_ENOUGH = 4.0
#: at most so many deciding words are shown
_WORDS = 5


@dataclass(frozen=True, slots=True)
class Guess:
    """A class the text may belong to."""

    #: six digits
    code: str
    score: float
    #: 0..1, near the probability that the branch (level 1) is right
    confidence: float
    #: terms that decided, strongest first
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms with the class prefixes they point to; `lengths` by first character, longest first."""

    terms: Mapping[str, tuple[tuple[str, float], ...]]
    lengths: Mapping[str, tuple[int, ...]]

    def cut(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield (position, term) by longest match from the left."""
        place = 0
        while place < len(text):
            for length in self.lengths.get(text[place], ()):
                word = text[place : place + length]
                if word in self.terms:
                    yield place, word
                    place += length
                    break
            else:
                place += 1


def make_vocabulary(rows: Mapping[tuple[str, str], float]) -> Vocabulary:
    """Build from {(term, class prefix): weight}."""
    terms: dict[str, list[tuple[str, float]]] = defaultdict(list)
    lengths: dict[str, set[int]] = defaultdict(set)
    for (term, code), weight in rows.items():
        word = _normal(term)
        terms[word].append((code, weight))
        lengths[word[0]].add(len(word))
    return Vocabulary(
        {term: tuple(codes) for term, codes in terms.items()},
        {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
    )


@once
def default_vocabulary() -> Vocabulary:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return make_vocabulary({(row["term"], row["code"]): float(row["weight"]) for row in csv.DictReader(file)})


def classify(text: str, vocabulary: Vocabulary | None = None) -> tuple[Guess, ...]:
    """Return one guess a branch, likeliest first; empty when no term occurs."""
    vocabulary = vocabulary or default_vocabulary()
    scores: dict[str, float] = defaultdict(float)
    words: dict[str, dict[str, float]] = defaultdict(dict)
    for term, weight in _weigh(vocabulary, _normal(text)[:_READ]).items():
        for code, strength in vocabulary.terms[term]:
            scores[code] += strength * weight
            words[code[:2]][term] = max(words[code[:2]].get(term, 0.0), strength * weight)
    branches: dict[str, float] = defaultdict(float)
    for code, score in scores.items():
        branches[code[:2]] += score
    total = sum(score**_SHARPNESS for score in branches.values())
    guesses = (
        Guess(
            _narrow(branch, scores),
            score,
            score**_SHARPNESS / total * (1 - math.exp2(-score / _ENOUGH)),
            _strongest(words[branch]),
        )
        for branch, score in branches.items()
    )
    return tuple(sorted(guesses, key=lambda guess: (-guess.score, guess.code)))


def _weigh(vocabulary: Vocabulary, text: str) -> dict[str, float]:
    counts: dict[str, int] = defaultdict(int)
    early: set[str] = set()
    for place, term in vocabulary.cut(text):
        counts[term] += 1
        if place < _HEAD:
            early.add(term)
    return {
        term: math.sqrt(min(count, _MOST)) * (_HEAD_FACTOR if term in early else 1.0) for term, count in counts.items()
    }


def _strongest(weights: Mapping[str, float]) -> tuple[str, ...]:
    """The terms that weigh most; a term inside a stronger one, or around it, is not said again."""
    said: list[str] = []
    for word in sorted(weights, key=lambda term: -weights[term]):
        if len(said) < _WORDS and not any(word in other or other in word for other in said):
            said.append(word)
    return tuple(said)


def _narrow(branch: str, scores: Mapping[str, float]) -> str:
    """Follow the heaviest group and class of a branch; stay at the level where the terms stop."""
    groups: dict[str, float] = defaultdict(float)
    for code, score in scores.items():
        if code.startswith(branch) and len(code) >= 4:
            groups[code[:4]] += score
    if not groups:
        return branch.ljust(6, "0")
    group = max(sorted(groups), key=lambda code: groups[code])
    single = {code: score for code, score in scores.items() if len(code) == 6 and code.startswith(group)}
    return max(sorted(single), key=lambda code: single[code]) if single else group.ljust(6, "0")


def _normal(text: str) -> str:
    """Full-width letters and digits become plain ones, letters large, spaces vanish (OCR sets them anywhere)."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())
