"""What the choices of a form and the rows of a report are called in English, in one place: `names.csv`.

Pure, standard library only. Words that do not stand there (units, people, what a hall words itself) stay alone.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("names.csv")


@cache
def names() -> dict[str, str]:
    """English by Chinese."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["words"]: row["english"] for row in csv.DictReader(file)}


def in_english(words: str) -> str:
    """Return "" for what has no English here."""
    return names().get(words, "")


def both(words: str) -> str:
    """Return 当面送达 · in person: for an option, which holds nothing but text."""
    english = in_english(words)
    return f"{words} · {english}" if english else words
