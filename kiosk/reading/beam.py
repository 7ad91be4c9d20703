"""A doubtful strip looked through again: which text is likely both as ink and as language.

Prefix beam search over the lattice of a strip (Graves, Jaitly 2014; Hannun et al. 2014). The language is only asked
about characters the ink allows, so it can choose between 部力 and 部门 but never put in what does not stand there.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from kiosk.reading.ctc import Language, Lattice, Step

#: texts followed at the same time
_WIDTH = 10
#: weight of the language against the ink, and what each character is worth: without it shorter texts win
_LANGUAGE, _CHARACTER = 0.35, 2.7
_NEVER = -1e9


@dataclass(slots=True)
class _Text:
    """A text that ends in the blank or in its last character, as logarithms of the ink alone; and its language."""

    blank: float
    char: float
    spoken: float

    @property
    def ink(self) -> float:
        return _add(self.blank, self.char)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, and how likely it is as ink and language together; comparable between strips of the same writing."""

    text: str
    score: float


def likely(
    lattice: Lattice, language: Language, weight: float = _LANGUAGE, bonus: float = _CHARACTER, width: int = _WIDTH
) -> Reading:
    """Return the likeliest text of a strip."""
    texts = {"": _Text(0.0, _NEVER, 0.0)}
    for step in lattice:
        texts = _kept(_next(texts, step, language, weight, bonus), width)
    best = max(texts, key=lambda text: texts[text].ink + texts[text].spoken)
    return Reading(best, texts[best].ink + texts[best].spoken)


def _next(texts: dict[str, _Text], step: Step, language: Language, weight: float, bonus: float) -> dict[str, _Text]:
    blank = math.log(step.blank)
    chars = [(char, math.log(p)) for char, p in step.chars]
    found: dict[str, _Text] = {}
    for text, seen in texts.items():
        ink = seen.ink
        same = _into(found, text, seen.spoken)
        same.blank = _add(same.blank, ink + blank)
        for char, p in chars:
            if text[-1:] == char:
                same.char = _add(same.char, seen.char + p)
                before = seen.blank
            else:
                before = ink
            longer = text + char
            known = found.get(longer)
            if known is None:
                known = _into(found, longer, seen.spoken + weight * language.score(text[-2:], char) + bonus)
            known.char = _add(known.char, before + p)
    return found


def _into(found: dict[str, _Text], text: str, spoken: float) -> _Text:
    known = found.get(text)
    if known is None:
        known = found[text] = _Text(_NEVER, _NEVER, spoken)
    return known


def _kept(texts: dict[str, _Text], width: int) -> dict[str, _Text]:
    if len(texts) <= width:
        return texts
    best = sorted(texts, key=lambda text: -(texts[text].ink + texts[text].spoken))[:width]
    return {text: texts[text] for text in best}


def _add(a: float, b: float) -> float:
    """Logarithm of the sum."""
    if a < b:
        a, b = b, a
    return a + math.log1p(math.exp(b - a)) if b > _NEVER / 2 else a
