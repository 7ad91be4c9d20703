"""What a resident number says about itself, so that typing it by hand needs nothing more than the name."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from kiosk.flow.visit import Holder
from kiosk.reading.result import Source

#: GB 11643-1999: weights of the first 17 digits, and the check character for each remainder of 11
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
LENGTH = 18
#: shorter numbers of other documents are not complete
SHORTEST = 5


class Document(StrEnum):
    """What somebody may show instead of the resident card: codes of GA/T 517."""

    RESIDENT = "111"
    PASSPORT = "414"
    #: 港澳居民来往内地通行证, 台湾居民来往大陆通行证
    HONG_KONG_MACAO = "516"
    TAIWAN = "511"
    FOREIGN_RESIDENT = "553"
    OFFICER = "114"
    #: nothing at hand and no number known by heart: the name alone, nobody is turned away
    NONE = "none"


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


def verdict(number: str, document: Document = Document.RESIDENT) -> str:
    """What a form says about the number typed so far: "empty", "short", "wrong" or "good".

    Only the number of a resident card can be wrong by itself.
    """
    if document is Document.NONE:
        return "good"
    if not number:
        return "empty"
    if document is not Document.RESIDENT:
        return "good" if len(number) >= SHORTEST else "short"
    if len(number) < LENGTH:
        return "short"
    return "good" if birth_of(number) else "wrong"


def typed_person(name: str, number: str, document: Document = Document.RESIDENT) -> Holder:
    """Somebody by name and number as typed; of a resident birth and sex follow from it. Never counts as verified."""
    resident = document in (Document.RESIDENT, Document.NONE)
    number = "" if document is Document.NONE else number.upper()
    born = birth_of(number) if resident else None
    return Holder(
        name=name.strip(),
        id_type=Document.RESIDENT.value if resident else document.value,
        id_number=number,
        sex=sex_of(number) if born else "0",
        ethnic="",
        birth=born,
        registered_address="",
        verified=False,
        source=Source.MANUAL,
    )
