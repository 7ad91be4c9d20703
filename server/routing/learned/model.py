"""What was learned, and how a text is answered with it. Needs numpy only; nothing of it changes after training.

Two linear classifiers look at the same features. One is a plain support vector machine; in the other every feature is
first scaled by how much likelier it is within a class than outside (Wang & Manning 2012, NB-SVM). The texts a text is most
like have their votes. A small logistic layer, fitted on texts none of them had seen, weighs the three and the evidence of
the default classifier against each other and turns all of it into probabilities.

The words that decided are found by taking the layer apart: what every feature added to the logit of the answer, against
the mean of all labels, is known exactly for the first three; the evidence of the default classifier is shared among the
terms it names.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from server.routing.classify import Guess, classify
from server.routing.learned.features import WEIGHT, View, branches, counts, known_before, normal, pieces, showable
from server.routing.learned.lexicon import Lexicon
from server.routing.learned.near import SHORTEST, Near
from server.routing.measure import Answer

Array = npt.NDArray[np.float32]
#: at most so many deciding words are shown
_WORDS = 5


@dataclass(frozen=True, slots=True)
class Arrays:
    """n features, k labels."""

    #: (n,) rarity of each feature
    idf: Array
    #: (n, k) and (k,)
    plain: Array
    plain_bias: Array
    #: (n, k), (n, k) and (k,): log-count ratio, weight, bias; n is 0 when there were too many labels for it
    ratio: Array
    scaled: Array
    scaled_bias: Array
    #: (2k + branches or 3k + branches, k) and (k,): plain, scaled, near, default
    layer: Array
    layer_bias: Array


@dataclass(frozen=True, slots=True)
class Verdict:
    """Probability by label, likeliest first; they add up to 1. `words` decided for the first, strongest first."""

    probabilities: tuple[tuple[str, float], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    labels: tuple[str, ...]
    #: row of every feature
    rows: Mapping[View, Mapping[str, int]]
    lexicon: Lexicon
    arrays: Arrays
    near: Near

    def judge(self, text: str) -> Verdict:
        """Say what the text is about."""
        names, rows, values = self._look(normal(text))
        parts = [self.arrays.plain[rows] * values[:, None]]
        scores = [parts[0].sum(0) + self.arrays.plain_bias]
        if len(self.arrays.ratio):
            scaled = self.arrays.ratio[rows] * values[:, None]
            length = np.maximum(np.sqrt((scaled**2).sum(0)), 1e-9)
            parts.append(scaled * self.arrays.scaled[rows] / length)
            scores.append(parts[1].sum(0) + self.arrays.scaled_bias)
        votes, shares = self._ask_near(names, rows, values)
        parts.append(shares)
        guesses = classify(text)
        evidence = np.concatenate([*scores, votes, known_before(guesses)])
        logits = evidence @ self.arrays.layer + self.arrays.layer_bias
        odds = np.exp(logits - logits.max())
        odds /= odds.sum()
        order = np.argsort(-odds, kind="stable")
        return Verdict(
            tuple((self.labels[place], float(odds[place])) for place in order),
            self._words(names, np.hstack(parts)[len(rows) - len(names) :], guesses, int(order[0])),
        )

    def answer(self, text: str, truth: str) -> Answer:
        """Answer a text whose label is known, to be measured."""
        verdict = self.judge(text)
        return Answer(truth, tuple(label for label, _ in verdict.probabilities), verdict.probabilities[0][1])

    def _look(self, text: str) -> tuple[list[tuple[View, str]], npt.NDArray[np.intp], Array]:
        """Return rows and values of the m features, (m,) each, and the names of the last of them: words and terms."""
        get = self.rows[View.PIECES].get
        found = np.array([row for row in map(get, pieces(text)) if row is not None], dtype=np.intp)
        # pieces are many and need no names, so that they are counted without them
        seen = [np.unique(found, return_counts=True)]
        names: list[tuple[View, str]] = []
        for view in (View.WORDS, View.TERMS):
            known = self.rows[view]
            counted = {one: often for one, often in counts(view, text, self.lexicon).items() if one in known}
            names.extend((view, one) for one in counted)
            seen.append((np.array([known[one] for one in counted], dtype=np.intp), np.array([*counted.values()])))
        values = []
        for view, (at, often) in zip((View.PIECES, View.WORDS, View.TERMS), seen, strict=True):
            raw = (1 + np.log(np.maximum(often, 1))).astype(np.float32) * self.arrays.idf[at]
            values.append(raw * np.float32(WEIGHT[view] / max(float(np.sqrt((raw**2).sum())), 1e-9)))
        return names, np.concatenate([at for at, _ in seen]), np.concatenate(values)

    def _ask_near(
        self, names: list[tuple[View, str]], rows: npt.NDArray[np.intp], values: Array
    ) -> tuple[Array, Array]:
        """Return the votes of the likest texts, and the part of every feature in them: (labels,) and (m, labels)."""
        unnamed = len(rows) - len(names)
        here = [
            unnamed + place for place, (view, name) in enumerate(names) if view is View.WORDS and len(name) >= SHORTEST
        ]
        mine = values[here] / np.float32(max(float(np.sqrt((values[here] ** 2).sum())), 1e-9))
        votes, found = self.near.ask(rows[here] - len(self.rows[View.PIECES]), mine, len(self.labels))
        parts = np.zeros((len(rows), len(self.labels)), dtype=np.float32)
        parts[here] = found
        return votes, parts

    def _words(
        self, names: list[tuple[View, str]], parts: Array, guesses: tuple[Guess, ...], label: int
    ) -> tuple[str, ...]:
        """The words a citizen knows that spoke most for the label; a word inside a stronger one is not said again."""
        against = self.arrays.layer[:, label] - self.arrays.layer.mean(axis=1)
        learned = parts.shape[1]
        weight: dict[str, float] = {}
        for (_, name), share in zip(names, (parts @ against[:learned]).tolist(), strict=True):
            if showable(name):
                weight[name] = weight.get(name, 0.0) + share
        for guess in guesses:
            place = learned + branches().index(guess.code[:2])
            for word in guess.words:
                weight[word] = weight.get(word, 0.0) + float(against[place]) * math.log1p(guess.score) / len(
                    guess.words
                )
        said: list[str] = []
        for word in sorted(weight, key=lambda one: (-weight[one], one)):
            if weight[word] <= 0 or len(said) == _WORDS:
                break
            if not any(word in other or other in word for other in said):
                said.append(word)
        return tuple(said)
