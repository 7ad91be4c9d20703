"""From the recogniser's probabilities to text: the best path, and for doubtful strips what else it may have been.

A recogniser gives, for each of some hundred steps along a strip, a probability of every character and of "nothing
new" (the blank of CTC). The best path alone is right where the reader is sure; where it is not, the few likely
characters of each step are kept as a `Lattice`, small enough to be looked through again with a language model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

#: steps x characters, float32, each step summing to 1; character 0 is the blank
Probabilities = np.ndarray[Any, np.dtype[Any]]

BLANK = 0
#: certainty missing in a strip, in characters, up to which there is nothing to look at again
_CERTAIN = 0.12
#: characters kept of a step, and the least probability of one
_KEPT, _LEAST = 6, 0.004
#: a step surer of the blank than this parts two characters and says nothing else
_SILENT = 0.995
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Step:
    """What may stand at one place: the blank, and a few characters with their probabilities."""

    blank: float
    chars: tuple[tuple[str, float], ...]


Lattice = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """What one strip of pixels says. `confidence` 0..1 is the mean over the characters of the best path."""

    text: str
    confidence: float
    #: None when the reading is certain
    lattice: Lattice | None = None

    @property
    def doubt(self) -> float:
        """Certainty missing, in characters: one misread character does not grow thin in a long line."""
        return (1.0 - self.confidence) * max(1, len(self.text))


class Language(Protocol):
    """How likely a character is after the two before it, as a natural logarithm."""

    def score(self, before: str, char: str) -> float: ...


def best_path(probabilities: Probabilities, characters: Sequence[str]) -> Strip:
    """Decode one strip; `characters` begins with the blank."""
    best = probabilities.argmax(axis=1)
    surely = probabilities[np.arange(len(best)), best]
    new = best != BLANK
    new[1:] &= best[1:] != best[:-1]
    if not new.any():
        return Strip("", 0.0)
    text = "".join(characters[i] for i in best[new])
    confidence = float(surely[new].mean())
    strip = Strip(text, confidence)
    return strip if strip.doubt <= _CERTAIN else Strip(text, confidence, _lattice(probabilities, characters))


def _lattice(probabilities: Probabilities, characters: Sequence[str]) -> Lattice:
    steps: list[Step] = []
    for row in probabilities:
        blank = float(row[BLANK])
        if blank >= _SILENT:
            # any number of silent steps says what one says
            if not steps or steps[-1].chars:
                steps.append(Step(1.0, ()))
            continue
        top = np.argpartition(row, -_KEPT)[-_KEPT:]
        chars = tuple((characters[i], float(row[i])) for i in top if i != BLANK and row[i] >= _LEAST)
        steps.append(Step(max(blank, _TINY), chars))
    return tuple(steps)
