"""Numbers people carry: the petition number (信访件编号) and the query code (查询码), both with a check character."""

from __future__ import annotations

import re
import secrets
import string
from datetime import date
from enum import StrEnum

_ALPHANUMERIC = string.digits + string.ascii_uppercase
#: no I, L, O, 0, 1: they are misread on thermal paper; 31 is prime, so one weighted sum finds every swap
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 10
_LAST_DECIMAL = 10_000
_SERIAL_LIMIT = _LAST_DECIMAL + 26 * 36**3


class Form(StrEnum):
    """信访形式: how the petition came."""

    VISIT = "F"
    LETTER = "X"
    PHONE = "D"
    NET = "W"


def check_character(text: str) -> str:
    """Return the ISO 7064 MOD 37,36 check character of `text` (0-9, A-Z)."""
    product = 36
    for character in text:
        total = (product + _ALPHANUMERIC.index(character)) % 36 or 36
        product = total * 2 % 37
    return _ALPHANUMERIC[(37 - product) % 36]


def petition_number(region: str, day: date, serial: int, form: Form = Form.VISIT) -> str:
    """Return region (6) + YYMMDD + form letter + serial (4) + check: 18 characters.

    Serials above 9999 continue with a letter in front: A000 … ZZZZ.
    """
    if not re.fullmatch(r"\d{6,12}", region) or not 0 < serial < _SERIAL_LIMIT:
        raise ValueError("a number needs a region of 6 digits or more and a serial in range")
    body = f"{region[:6]}{day:%y%m%d}{form.value}{_serial(serial)}"
    return body + check_character(body)


def _serial(serial: int) -> str:
    if serial < _LAST_DECIMAL:
        return f"{serial:04d}"
    rest, characters = serial - _LAST_DECIMAL, ""
    for _ in range(3):
        rest, digit = divmod(rest, 36)
        characters = _ALPHANUMERIC[digit] + characters
    return string.ascii_uppercase[rest] + characters


def is_petition_number(text: str) -> bool:
    """Tell whether `text` has the form of a petition number and its check character is right."""
    shaped = re.fullmatch(r"\d{12}[FXDW][0-9A-Z]{5}", text)
    return shaped is not None and check_character(text[:-1]) == text[-1]


def _code_check(body: str) -> str:
    total = sum(CODE_ALPHABET.index(c) * pow(3, place, 31) for place, c in enumerate(body, start=1))
    return CODE_ALPHABET[-total % 31]


def new_query_code() -> str:
    """Return 10 random characters and a check character."""
    body = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
    return body + _code_check(body)


def normalise_code(text: str) -> str:
    """Return the code as stored, from whatever a person typed: spaces, dashes and small letters are forgiven."""
    return re.sub(r"[\s\-]", "", text).upper()


def is_query_code(text: str) -> bool:
    if len(text) != CODE_LENGTH + 1 or any(c not in CODE_ALPHABET for c in text):
        return False
    return _code_check(text[:-1]) == text[-1]
