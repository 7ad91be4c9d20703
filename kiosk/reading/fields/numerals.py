"""Chinese numerals, everyday and formal (大写), to numbers."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {
    c: i
    for i, cs in enumerate(("〇零○Ｏ", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in cs
}
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_GROUPS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}

#: characters of any Chinese numeral, for use in a character class
NUMERALS = "〇零○一二两三四五六七八九十百千万亿"
FORMAL = "零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿"


def number(text: str) -> int | None:
    """Return the value of a numeral such as 三万五千 or 柒万叁仟伍佰; None when it is not one.

    A last digit without its unit counts the next lower one: 三万五 is 35,000, as in speech.
    """
    total = section = digit = 0
    last_unit = 0
    zero = False
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            zero = zero or digit == 0
            if digit == 0:
                last_unit = 0
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit, last_unit = 0, _TENS[char]
        elif char in _GROUPS:
            section += digit
            total = (total + section) * _GROUPS[char] if char == "亿" else total + section * _GROUPS[char]
            section = digit = 0
            last_unit = _GROUPS[char]
        else:
            return None
    if digit and last_unit >= 100:
        digit *= last_unit // 10
    return total + section + digit


def digits(text: str) -> int | None:
    """Return the value of numerals said one by one, as years are: 二〇二三 is 2023."""
    values = [_DIGITS.get(char) for char in text]
    if not values or any(value is None for value in values):
        return None
    return int("".join(map(str, values)))


def formal_yuan(text: str) -> Decimal | None:
    """Return the yuan of a formal amount without its 整: 柒万叁仟伍佰元伍角."""
    whole, _, rest = text.replace("圆", "元").partition("元")
    value = number(whole)
    if value is None:
        return None
    cents = Decimal(0)
    for unit, worth in (("角", Decimal("0.1")), ("分", Decimal("0.01"))):
        head, found, tail = rest.partition(unit)
        if found:
            part = number(head.strip("零")) if head.strip("零") else 0
            if part is None:
                return None
            cents += part * worth
            rest = tail
    return Decimal(value) + cents
