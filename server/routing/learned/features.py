"""A text as counts of what the learned classifier looks at: pieces of characters, words, and the terms of the hall. Pure.

Characters carry what the segmenter cuts wrongly and what OCR distorts, words carry what characters leave open, and the
terms written for this project carry what is known before anything was learned.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from functools import cache

import numpy as np
import numpy.typing as npt

from server.routing.classify import Guess, default_vocabulary
from server.routing.learned.lexicon import Lexicon
from server.routing.scheme import classes

#: characters read
READ = 3000
_LONGEST = 3
_DIGIT = re.compile(r"\d")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
#: 三个, 几年, 每月: they may weigh something and tell a citizen nothing
_COUNTED = re.compile(r"[零一二三四五六七八九十百千万两几半多每各第这那]+[个年月日天次条元块名位家人户种点些]*")


class View(Enum):
    """A family of features, weighed by itself so that the many pieces of characters do not drown the few terms."""

    PIECES = "c"
    WORDS = "w"
    TERMS = "t"


#: how much a family counts beside the others
WEIGHT = {View.PIECES: 1.0, View.WORDS: 1.0, View.TERMS: 0.5}


def normal(text: str) -> str:
    """One way of writing: plain letters, large; no spaces; every digit 0, because numbers are of the person."""
    return _DIGIT.sub("0", "".join(unicodedata.normalize("NFKC", text[: 2 * READ]).upper().split()))[:READ]


def counts(view: View, text: str, lexicon: Lexicon) -> Counter[str]:
    """Count the features of one family in a text that is already `normal`."""
    match view:
        case View.PIECES:
            return Counter(pieces(text))
        case View.WORDS:
            return Counter(lexicon.cut(text))
        case View.TERMS:
            return Counter(term for _, term in default_vocabulary().cut(text))


def pieces(text: str) -> list[str]:
    """Every run of one to three characters, as often as it stands there."""
    return [text[start : start + size] for size in range(1, _LONGEST + 1) for start in range(len(text) - size + 1)]


def showable(feature: str) -> bool:
    """Whether a citizen would recognise the word or term as one that decided."""
    return _HAN.fullmatch(feature) is not None and not _COUNTED.fullmatch(feature)


def known_before(guesses: Sequence[Guess]) -> npt.NDArray[np.float32]:
    """What the default classifier thinks of each branch, as the logarithm of its evidence: (branches,)."""
    evidence = {guess.code[:2]: guess.score for guess in guesses}
    return np.log1p(np.array([evidence.get(branch, 0.0) for branch in branches()], dtype=np.float32))


@cache
def branches() -> tuple[str, ...]:
    """The branches of the scheme, two digits each, in order."""
    return tuple(sorted({code[:2] for code in classes()}))
