"""How identity data may be shown and logged: 张*, 130406********0016, 138****5678."""

from __future__ import annotations

import re

#: a resident identity number (18, or the old 15 digits) or a mobile number inside other text, full-width digits too
_SENSITIVE = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?!\d)")


def mask_name(name: str) -> str:
    """Keep the first character and hide the others: 张三丰 -> 张**."""
    return name[:1] + "*" * max(len(name) - 1, 1) if name else ""


def mask_number(number: str) -> str:
    """Keep the area and the last four digits of an identity number; hide all of anything shorter than 11."""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}" if len(number) > 10 else "*" * len(number)


def mask_phone(phone: str) -> str:
    """138****5678; anything shorter than 8 digits is hidden whole."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "*" * len(phone)


def is_masked(value: str) -> bool:
    """Tell whether a name, number or phone carries the marks of `mask_…`: no true one has a star in it."""
    return "*" in value or "＊" in value


def redact(text: str) -> str:
    """Replace every identity and mobile number in running text by its masked form; for logs."""

    def masked(found: re.Match[str]) -> str:
        digits = found.group()
        return mask_phone(digits) if len(digits) == 11 else mask_number(digits)

    return _SENSITIVE.sub(masked, text)
