"""The texts that a text is most like, and what they were about. Needs numpy only.

Two texts are alike as far as they share dictionary words of two or more characters, rare words counting more. What is kept
of a text that was learned from is which of these words it has: no order, no names, no numbers, and no word that stands in
only a few texts. It finds what linear weights cannot say: that words mean something else together.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Places = npt.NDArray[np.intp]
#: so many of the likest texts vote, with this power of their likeness
_VOTERS, _POWER = 20, 4
#: characters of a word that says something by itself
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Near:
    """For each of f words the texts that have it: n texts, k labels. The values of a text have length 1."""

    #: (f + 1,): where the texts of a word begin and end in the two below
    ends: npt.NDArray[np.int64]
    texts: npt.NDArray[np.int32]
    values: Array
    #: (n,)
    truth: npt.NDArray[np.int32]

    def ask(self, words: Places, values: Array, labels: int) -> tuple[Array, Array]:
        """Return the votes by label, (labels,), adding up to 1, and the part each word has in them, (words, labels).

        Both are zero when no text has any of the words.
        """
        begin, end = self.ends[words], self.ends[words + 1]
        often = end - begin
        # every meeting of a word of this text with a text that has it, one after the other
        word = np.repeat(np.arange(len(words)), often)
        at = np.arange(len(word)) - np.repeat(np.cumsum(often) - often, often) + begin[word]
        texts, shared = self.texts[at], self.values[at] * values[word]
        likeness = np.bincount(texts, shared, len(self.truth)).astype(np.float32)
        voters = likest(likeness[None])[0]
        weight = likeness[voters] ** _POWER
        total = float(weight.sum())
        parts = np.zeros((len(words), labels), dtype=np.float32)
        if total <= 0:
            return np.zeros(labels, dtype=np.float32), parts
        votes = np.bincount(self.truth[voters], weight / total, labels).astype(np.float32)
        # the likeness of a voter is a sum over words, so its vote is shared among them exactly
        vote = np.zeros(len(self.truth))
        vote[voters] = weight / total / np.maximum(likeness[voters], 1e-9)
        heard = np.flatnonzero(vote[texts])
        np.add.at(parts, (word[heard], self.truth[texts[heard]]), shared[heard] * vote[texts[heard]])
        return votes, parts


def likest(likeness: Array) -> Places:
    """Return the places of the voters in each row: (rows, voters)."""
    if likeness.shape[1] <= _VOTERS:
        return np.tile(np.arange(likeness.shape[1]), (len(likeness), 1))
    return np.argpartition(-likeness, _VOTERS, axis=1)[:, :_VOTERS]


def votes_without_own(likeness: Array, truth: npt.NDArray[np.intp], labels: int) -> Array:
    """Return the votes for texts whose likeness to every text is given, that of their own group being 0: (texts, labels)."""
    voters = likest(likeness)
    weight = np.take_along_axis(likeness, voters, axis=1) ** _POWER
    weight = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-9)
    votes = np.zeros((len(likeness), labels), dtype=np.float32)
    np.add.at(votes, (np.arange(len(likeness))[:, None], truth[voters]), weight)
    return votes
