"""Invented matters in the words people use, in all seventeen branches: what the default classifier makes of them."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from server.routing.classify import classify
from server.routing.scheme import classes

with Path(__file__).with_name("cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = [(row["code"], row["text"]) for row in csv.DictReader(file)]


def wrong(digits: int) -> list[str]:
    """Say which matters were taken for something else at this level; a class without a third level counts by its second."""
    found = []
    for code, text in CASES:
        said = classify(text)[0].code if classify(text) else ""
        wanted = code[:digits].removesuffix("00")
        if not said.startswith(wanted):
            found.append(f"{wanted} {said} {text}")
    return found


def test_every_branch_is_told_of_and_every_code_exists() -> None:
    assert {code[:2] for code, _ in CASES} == {code[:2] for code in classes()}
    assert all(code in classes() for code, _ in CASES)


@pytest.mark.parametrize(("digits", "most"), [(2, 0.05), (4, 0.08), (6, 0.15)])
def test_nearly_every_matter_finds_its_branch_group_and_class(digits: int, most: float) -> None:
    missed = wrong(digits)
    assert len(missed) <= most * len(CASES), "\n".join(missed)


def test_the_words_that_decided_stand_in_the_text() -> None:
    for _, text in CASES:
        for guess in classify(text):
            assert all(word in text.upper() for word in guess.words)
