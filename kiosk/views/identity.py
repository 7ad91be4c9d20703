"""What a resident number says about itself, so that typing it by hand needs nothing more than the name."""

from __future__ import annotations

from datetime import date

#: GB 11643-1999: weights of the first 17 digits, and the check character for each remainder of 11
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
LENGTH = 18


def birth_of(number: str) -> date | None:
    """The date of birth inside an 18-character number, or None when the number cannot be right.

    >>> birth_of("130406190001010016")
    datetime.date(1900, 1, 1)
    """
    body, check = number[:-1], number[-1:].upper()
    if len(number) != LENGTH or not (body.isascii() and body.isdigit()):
        return None
    if CHECK[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11] != check:
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str:
    """GB/T 2261.1: "1" for an odd 17th digit, "2" for an even one. Only for numbers that `birth_of` accepts."""
    return "1" if int(number[16]) % 2 else "2"


def masked_name(name: str) -> str:
    """张*: other people stand behind the visitor."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def masked_number(number: str) -> str:
    """130406********0016; anything up to ten characters is hidden whole."""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}" if len(number) > 10 else "*" * len(number)
