"""What a label means in the scheme, and what the default classifier says when only certain labels may be answered."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from server.routing.classify import classify
from server.routing.measure import Answer
from server.routing.scheme import known_prefix

#: names of classes as lists of cities and of the nation have them, with the branch each one means
_FILE = Path(__file__).with_name("labels.csv")
_LEVELS = (6, 4, 2)


@cache
def label_codes() -> Mapping[str, frozenset[str]]:
    """Return the branches (two digits) of every label name known."""
    found: dict[str, set[str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["label"], set()).add(row["code"])
    return {label: frozenset(codes) for label, codes in found.items()}


def is_code(label: str) -> bool:
    """Whether a label is a full class code of the scheme."""
    return len(label) == 6 and known_prefix(label)


def is_known(label: str) -> bool:
    """Whether the default classifier can answer with this label."""
    return is_code(label) or label in label_codes()


def code_of(label: str) -> str:
    """The class code a label names, or the label itself when it names none or several."""
    codes = label_codes().get(label, frozenset())
    return f"{next(iter(codes))}0000" if len(codes) == 1 else label


def answer_by_default(text: str, truth: str, labels: Sequence[str]) -> Answer:
    """Ask the classifier that has learned nothing; a branch that none of `labels` means gives no answer."""
    sure: dict[str, float] = {}
    for guess in classify(text):
        for label in labels:
            sure[label] = max(sure.get(label, 0.0), guess.confidence * _means(label, guess.code))
    ranked = sorted((label for label in sure if sure[label] > 0), key=lambda label: -sure[label])
    return Answer(truth, tuple(ranked), sure[ranked[0]] if ranked else 0.0)


def _means(label: str, code: str) -> float:
    """How much of the label a guessed class is: all of it, a part when only the upper levels agree, or nothing."""
    if not is_code(label):
        return 1.0 if code[:2] in label_codes().get(label, ()) else 0.0
    return next((digits / 6 for digits in _LEVELS if label[:digits] == code[:digits]), 0.0)
