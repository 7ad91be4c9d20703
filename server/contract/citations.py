"""How an article of Chinese law is named in English: 《信访工作条例》第二十三条第三款 is “Regulations on Petitioning, Art. 23(3)”.

Pure, standard library only, for both sides. The names stand in `laws.csv`; a law that is not among them keeps its Chinese
name, and a ground that is worded otherwise stays as it is: nothing is guessed.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("laws.csv")
_NUMERAL = "零一二三四五六七八九十百"
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_PART = re.compile(
    rf"《(?P<law>[^《》]+)》|第(?P<number>[{_NUMERAL}]+)(?P<level>[条款项])(?:之(?P<inserted>[{_NUMERAL}]+))?|[、，和]"
)


@cache
def laws() -> dict[str, str]:
    """English names by Chinese ones, without the marks around a title."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["name"]: row["english"] for row in csv.DictReader(file)}


def in_english(basis: str) -> str:
    """Return a legal ground in English, with its articles, paragraphs (in brackets) and items; else as it came."""
    at, said = 0, ""
    # articles follow the name of their law; a second article follows the first
    article = paragraph = False
    while at < len(basis):
        part = _PART.match(basis, at)
        if part is None:
            return basis
        at = part.end()
        if law := part["law"]:
            said += f"{'; ' if said else ''}{laws().get(law, f'《{law}》')}"
            article = paragraph = False
        elif part["number"]:
            number = str(_number(part["number"])) + (f"-{_number(part['inserted'])}" if part["inserted"] else "")
            match part["level"]:
                case "条":
                    said += f", {number}" if article else f"{', ' if said else ''}Art. {number}"
                    article, paragraph = True, False
                case "款":
                    said += f", ({number})" if paragraph else f"({number})"
                    paragraph = True
                case _:
                    said += f" item {number}"
    return said


def _number(numeral: str) -> int:
    """Return what a numeral below one thousand says: 二百零五 is 205."""
    total, digit = 0, 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
    return total + digit
