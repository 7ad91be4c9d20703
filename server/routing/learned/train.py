"""Learning from examples, with scikit-learn; what comes out needs numpy only.

What was tried, and what each brought, is in docs/routing.md; the recipe here is what paid.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, cross_val_score
from sklearn.svm import LinearSVC

from server.routing.classify import classify
from server.routing.examples import Example, ExamplesInvalid
from server.routing.labels import is_code
from server.routing.learned.features import WEIGHT, View, counts, known_before, normal
from server.routing.learned.lexicon import general, words_within
from server.routing.learned.model import Array, Arrays, Model
from server.routing.learned.near import SHORTEST, Near, votes_without_own

#: fewer examples than this teach nothing about a label
LEAST = 8
#: a feature must stand in so many texts, and in this share of them: what stands in fewer is chance, or a person
_TEXTS, _SHARE = 3, 0.001
_FOLDS = 3
_PLAIN_COST, _SCALED_COST = 0.3, 0.5
#: costs of the layer to choose from, and what counts as no spread of an evidence at all
_LAYER_COSTS = (0.003, 0.01, 0.03, 0.1)
_LEAST_SPREAD = 1e-3
#: texts whose neighbours are looked for at once
_BLOCK = 500
#: with more labels the second classifier costs more time than it brings
_MOST_SCALED = 20
_SEED = 0
#: a sparse matrix of scipy, which has no types: (texts, features), float32
_Matrix = Any
_Truth = npt.NDArray[np.bool_]


def learn(examples: Sequence[Example]) -> Model:
    """Return what the examples teach; the same examples give the same model. Raise ExamplesInvalid when too few."""
    lesson = generalise(examples)
    labels = tuple(sorted({example.label for example in lesson}))
    if len(labels) < 2:
        raise ExamplesInvalid(f"至少需要两个类别各 {LEAST} 条样例 · two labels with {LEAST} examples each are needed")
    texts = [normal(example.text) for example in lesson]
    least = max(_TEXTS, round(_SHARE * len(texts)))
    lexicon = words_within(general(), texts)
    rows: dict[View, dict[str, int]] = {}
    parts, idfs, total = [], [], 0
    for view in View:
        counted = [counts(view, text, lexicon) for text in texts]
        spread = Counter(feature for count in counted for feature in count)
        kept = sorted(feature for feature, often in spread.items() if often >= least)
        local = {feature: row for row, feature in enumerate(kept)}
        idf = np.log((1 + len(texts)) / (1 + np.array([spread[feature] for feature in kept], dtype=np.float32))) + 1
        parts.append(_weigh(counted, local, idf.astype(np.float32)) * WEIGHT[view])
        idfs.append(idf.astype(np.float32))
        rows[view] = {feature: row + total for feature, row in local.items()}
        total += len(kept)
    looks = sparse.csr_array(sparse.hstack(parts, format="csr"))
    truth = np.array([labels.index(example.label) for example in lesson])
    scaled = len(labels) <= _MOST_SCALED
    groups = [example.group for example in lesson]
    near, votes = _near(parts[list(View).index(View.WORDS)], rows[View.WORDS], truth, len(labels), groups)
    known = np.array([known_before(classify(example.text)) for example in lesson])
    unseen = np.hstack([_unseen_scores(looks, truth, len(labels), groups, scaled), votes, known])
    layer = _layer(unseen, truth)
    plain, ratio = _fit(looks, truth, len(labels), scaled)
    return Model(
        labels,
        rows,
        lexicon,
        Arrays(
            np.concatenate(idfs),
            *plain,
            *(ratio or _none(len(labels))),
            *layer,
        ),
        near,
    )


def generalise(examples: Sequence[Example]) -> list[Example]:
    """Labels with too few examples: a class code becomes its group, then its branch; any other is left out."""
    found = list(examples)
    for digits in (4, 2, 0):
        often = Counter(example.label for example in found)
        found = [
            example if often[example.label] >= LEAST else _wider(example, digits)
            for example in found
            if often[example.label] >= LEAST or (digits and is_code(example.label))
        ]
    return found


def _wider(example: Example, digits: int) -> Example:
    return Example(example.text, example.label[:digits].ljust(6, "0"), example.group)


def _weigh(counted: Sequence[Counter[str]], rows: dict[str, int], idf: Array) -> _Matrix:
    """Sublinear counts times rarity, every text of length 1: (texts, features)."""
    ends, at, often = [0], [], []
    for count in counted:
        for feature, number in count.items():
            row = rows.get(feature)
            if row is not None:
                at.append(row)
                often.append(number)
        ends.append(len(at))
    columns = np.array(at, dtype=np.int32)
    values = (1 + np.log(np.array(often, dtype=np.float32))) * idf[columns]
    matrix = sparse.csr_array((values, columns, np.array(ends, dtype=np.int32)), shape=(len(counted), len(rows)))
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(lengths, 1e-9)) @ matrix).astype(np.float32)


_Plain = tuple[Array, Array]
_Scaled = tuple[Array, Array, Array]


def _fit(looks: _Matrix, truth: npt.NDArray[np.intp], labels: int, scaled: bool) -> tuple[_Plain, _Scaled | None]:
    """Fit both classifiers, each label against the rest."""
    present = (looks > 0).astype(np.float32)

    def one(label: int) -> tuple[Array, float, Array, Array, float]:
        is_it: _Truth = truth == label
        weights, bias = _against_rest(looks, is_it, _PLAIN_COST)
        if not scaled:
            return weights, bias, weights[:0], weights[:0], 0.0
        within = np.asarray(present[is_it].sum(axis=0)).ravel() + 1
        outside = np.asarray(present[~is_it].sum(axis=0)).ravel() + 1
        ratio = np.log((within / within.sum()) / (outside / outside.sum())).astype(np.float32)
        return weights, bias, ratio, *_against_rest(_unit(sparse.csr_array(looks * ratio)), is_it, _SCALED_COST)

    # one after the other: liblinear draws from one generator for the whole process, threads would make it chance
    found = [one(label) for label in range(labels)]
    stack = [np.array([row[place] for row in found], dtype=np.float32).T for place in range(5)]
    plain = (np.ascontiguousarray(stack[0]), stack[1])
    return plain, (np.ascontiguousarray(stack[2]), np.ascontiguousarray(stack[3]), stack[4]) if scaled else None


def _unit(matrix: _Matrix) -> _Matrix:
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    return sparse.csr_array(sparse.diags_array(1 / np.maximum(lengths, 1e-9)) @ matrix).astype(np.float32)


def _against_rest(looks: _Matrix, is_it: _Truth, cost: float) -> tuple[Array, float]:
    """Weights and bias of one label; a label that none or all of the texts have cannot be told from them."""
    if is_it.all() or not is_it.any():
        return np.zeros(looks.shape[1], dtype=np.float32), 1.0 if is_it.all() else -1.0
    fitted = LinearSVC(C=cost, tol=1e-3, random_state=_SEED).fit(looks, is_it)
    return fitted.coef_.ravel().astype(np.float32), float(fitted.intercept_[0])


def _unseen_scores(
    looks: _Matrix, truth: npt.NDArray[np.intp], labels: int, groups: Sequence[str], scaled: bool
) -> Array:
    """Scores of every text by classifiers that did not learn from it: (texts, labels or twice as many)."""
    scores = np.zeros((len(truth), labels * (2 if scaled else 1)), dtype=np.float32)
    folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=_SEED).split(truth, truth, np.array(groups))
    for learned, held in folds:
        (weights, bias), other = _fit(looks[learned], truth[learned], labels, scaled)
        test = looks[held]
        columns = [test @ weights + bias]
        if other is not None:
            ratio, scaled_weights, scaled_bias = other
            lengths = np.sqrt(test.multiply(test) @ ratio**2)
            columns.append(test @ (ratio * scaled_weights) / np.maximum(lengths, 1e-9) + scaled_bias)
        scores[held] = np.hstack(columns)
    return scores


def _near(
    looks: _Matrix, rows: dict[str, int], truth: npt.NDArray[np.intp], labels: int, groups: Sequence[str]
) -> tuple[Near, Array]:
    """Return what is kept of the texts, and the votes for each of them by the others: (texts, labels)."""
    saying = np.array([len(word) >= SHORTEST for word in rows], dtype=np.float32)
    words = _unit(sparse.csr_array(looks @ sparse.diags_array(saying)))
    words.eliminate_zeros()
    across, own = words.T.tocsr(), np.unique(groups, return_inverse=True)[1]
    votes = []
    for start in range(0, len(truth), _BLOCK):
        likeness = (words[start : start + _BLOCK] @ across).toarray()
        likeness[own[start : start + _BLOCK, None] == own[None]] = 0
        votes.append(votes_without_own(likeness, truth, labels))
    kept = Near(across.indptr.astype(np.int64), across.indices.astype(np.int32), across.data, truth.astype(np.int32))
    return kept, np.concatenate(votes)


def _layer(unseen: Array, truth: npt.NDArray[np.intp]) -> _Plain:
    """Weights and bias of the layer: (evidence, labels) and (labels,). Its cost is tried on the examples."""
    mean, spread = unseen.mean(axis=0), np.maximum(unseen.std(axis=0), _LEAST_SPREAD)
    look = (unseen - mean) / spread
    trials = [LogisticRegression(C=cost, max_iter=1000) for cost in _LAYER_COSTS]
    merits = [cross_val_score(layer, look, truth, cv=_FOLDS, scoring="neg_log_loss").mean() for layer in trials]
    layer = trials[int(np.argmax(merits))].fit(look, truth)
    weights, bias = layer.coef_.T, layer.intercept_
    if weights.shape[1] == 1:
        # scikit-learn keeps one column for two labels
        weights, bias = np.hstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    # the evidence is used as it is: its scaling goes into the weights
    weights = weights / spread[:, None]
    return weights.astype(np.float32), (bias - mean @ weights).astype(np.float32)


def _none(labels: int) -> _Scaled:
    return np.zeros((0, labels), np.float32), np.zeros((0, labels), np.float32), np.zeros(labels, np.float32)
