"""What the number of a resident identity card says of itself (GB 11643-1999). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_LENGTH = 18


class Flaw(StrEnum):
    LENGTH = "length"
    BIRTH = "birth"
    CHECK = "check"


WORDS: dict[Flaw, tuple[str, str]] = {
    Flaw.LENGTH: ("居民身份证号码应为 18 位", "A resident number has 18 characters"),
    Flaw.BIRTH: ("号码中的出生日期不存在", "The date of birth in the number does not exist"),
    Flaw.CHECK: ("校验码不符，请对照证件再看一遍", "The check digit does not fit; compare it with the card"),
}


@dataclass(frozen=True, slots=True)
class Resident:
    birth: date
    #: GB/T 2261.1
    sex: Literal["1", "2"]


def plain(number: str) -> str:
    """Return the number as it is stored: no blanks, X in capitals."""
    return "".join(number.split()).upper()


def resident(number: str, today: date) -> Resident | Flaw:
    """Read a plain number, or say what cannot be right with it."""
    if len(number) != _LENGTH or not number[:-1].isascii() or not number[:-1].isdigit():
        return Flaw.LENGTH
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return Flaw.BIRTH
    if birth > today:
        return Flaw.BIRTH
    total = sum(int(digit) * weight for digit, weight in zip(number[:-1], _WEIGHTS, strict=True))
    if _CHECKS[total % 11] != number[-1]:
        return Flaw.CHECK
    return Resident(birth, "1" if int(number[16]) % 2 else "2")
