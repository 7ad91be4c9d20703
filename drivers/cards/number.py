"""The citizen identity number of GB 11643: six digits of area, eight of birth, three of sequence, one check character.

The check is ISO 7064 MOD 11-2. A wrong number is for a person to look at; nothing here refuses.
"""

from __future__ import annotations

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_NUMBER = re.compile(r"[0-9]{17}[0-9X]")
_DATE = re.compile(r"[0-9]{8}")


def check_character(first17: str) -> str:
    """Return the MOD 11-2 check character of 17 ASCII digits; `ValueError` for anything else."""
    if not re.fullmatch(r"[0-9]{17}", first17):
        raise ValueError("17 digits expected")
    return _CHECKS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def is_consistent(number: str) -> bool:
    """Say whether `number` has 18 characters of the right kind and a right check character (lower-case x allowed)."""
    upper = number.upper()
    return bool(_NUMBER.fullmatch(upper)) and check_character(upper[:17]) == upper[17]


def birth_in(number: str) -> date | None:
    """Return the birth date inside an 18-character number; None when there is none or it is no calendar date."""
    return parse_date(number[6:14]) if len(number) == 18 else None


def sex_in(number: str) -> str | None:
    """Return "1" 男 or "2" 女 from the 17th digit (odd is male); None when the number has not 18 characters."""
    if len(number) != 18 or number[16] not in "0123456789":
        return None
    return "1" if int(number[16]) % 2 else "2"


def parse_date(digits: str) -> date | None:
    """Read YYYYMMDD; None when it is not eight ASCII digits or no calendar date."""
    if not _DATE.fullmatch(digits):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
