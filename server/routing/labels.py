"""What a label means in the scheme, and what the default classifier says when only certain labels may be answered."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from server.routing.classify import classify
from server.routing.measure import Answer
from server.routing.scheme import classes, known_prefix

#: names of classes as lists of cities and of the nation have them, and departments, with the part of the scheme each means
_FILE = Path(__file__).with_name("labels.csv")
_LEVELS = (6, 4, 2)
#: what a department is called at the level of the nation, a province or a city
_DEPARTMENTS = ("局", "委", "部", "院", "队", "办")
_SPELLINGS = (("委员会", "委"), ("办公室", "办"), ("厅", "局"))


@cache
def label_codes() -> Mapping[str, frozenset[str]]:
    """Return the parts of the scheme (2, 4 or 6 digits) of every label name known: the list first, then class names."""
    found: dict[str, set[str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["label"], set()).add(row["code"])
    named: dict[str, set[str]] = {}
    for one in classes().values():
        for name in {one.path[-1], one.alias} - {"", "其他"} - found.keys():
            named.setdefault(name, set()).add(one.code[: 2 * len(one.path)])
    return {label: frozenset(codes) for label, codes in (named | found).items()}


@cache
def codes_of(label: str) -> frozenset[str]:
    """The parts of the scheme a label means: of its name, or of the department it names; none when it is not known."""
    known = label_codes()
    if label in known:
        return known[label]
    plain = label
    for long, short in _SPELLINGS:
        plain = plain.replace(long, short)
    named = [name for name in known if name.endswith(_DEPARTMENTS) and name in plain]
    return known[max(named, key=len)] if named else frozenset()


def is_code(label: str) -> bool:
    """Whether a label is a full class code of the scheme."""
    return len(label) == 6 and known_prefix(label)


def is_known(label: str) -> bool:
    """Whether the default classifier can answer with this label."""
    return is_code(label) or bool(codes_of(label))


def code_of(label: str) -> str:
    """The class code a label names, or the label itself when it names none or several."""
    codes = codes_of(label)
    return next(iter(codes)).ljust(6, "0") if len(codes) == 1 else label


def answer_by_default(text: str, truth: str, labels: Sequence[str]) -> Answer:
    """Ask the classifier that has learned nothing; a branch that none of `labels` means gives no answer."""
    # of labels that are as sure the narrower one is meant: food goes to market supervision, the rest of health does not
    sure: dict[str, tuple[float, int]] = {}
    for guess in classify(text):
        for label in labels:
            share, digits = _means(label, guess.code)
            sure[label] = max(sure.get(label, (0.0, 0)), (guess.confidence * share, digits))
    ranked = sorted((label for label in sure if sure[label][0] > 0), key=lambda label: sure[label], reverse=True)
    return Answer(truth, tuple(ranked), sure[ranked[0]][0] if ranked else 0.0)


def _means(label: str, code: str) -> tuple[float, int]:
    """How much of the label a guessed class is, and in how many digits: all, a part where upper levels agree, or nothing."""
    return max((_shared(part, code) for part in ({label} if is_code(label) else codes_of(label))), default=(0.0, 0))


def _shared(part: str, code: str) -> tuple[float, int]:
    return next(
        ((digits / len(part), digits) for digits in _LEVELS if digits <= len(part) and part[:digits] == code[:digits]),
        (0.0, 0),
    )
