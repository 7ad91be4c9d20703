"""What a resident number says about itself, so that typing it by hand needs nothing more than the name."""

from __future__ import annotations

from datetime import date

from kiosk.flow.visit import Holder
from kiosk.reading.result import Source

#: GB 11643-1999: weights of the first 17 digits, and the check character for each remainder of 11
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
LENGTH = 18
#: GA/T 517: resident identity card
RESIDENT_CARD = "111"


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


def verdict(number: str) -> str:
    """What a form says about the number typed so far: "empty", "short", "wrong" or "good"."""
    if not number:
        return "empty"
    if len(number) < LENGTH:
        return "short"
    return "good" if birth_of(number) else "wrong"


def typed_person(name: str, number: str) -> Holder:
    """Somebody by name and number as typed; birth and sex follow from the number. Never counts as verified."""
    number = number.upper()
    born = birth_of(number)
    return Holder(
        name=name.strip(),
        id_type=RESIDENT_CARD,
        id_number=number,
        sex=sex_of(number) if born else "0",
        ethnic="",
        birth=born,
        registered_address="",
        verified=False,
        source=Source.MANUAL,
    )
