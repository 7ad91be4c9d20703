"""Bank cards: found so that they are kept out. A registration needs none, so none is stored or shown."""

from __future__ import annotations

import re

from kiosk.reading.fields.person import id_number_valid

#: what stands where a card number stood
LEFT_OUT = "〔银行卡号不登记〕"
#: people group the digits by four
_DIGITS = re.compile(r"(?<!\d)\d(?:[ -]?\d){15,18}(?![\dXx])")
_LABEL = re.compile(r"(?:卡号|账号|帐号|账户|银行卡|存折)[^\d\n]{0,8}$")


def card_spans(text: str) -> list[tuple[int, int]]:
    """Spans of card numbers: 16 to 19 digits that are no ID number and either pass the Luhn check or are called one."""
    spans = []
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if id_number_valid(digits):
            continue
        if luhn(digits) or _LABEL.search(text[max(0, match.start() - 14) : match.start()]):
            spans.append(match.span())
    return spans


def without_cards(text: str) -> str:
    """The text with every card number left out."""
    for start, end in reversed(card_spans(text)):
        text = text[:start] + LEFT_OUT + text[end:]
    return text


def luhn(digits: str) -> bool:
    """Check digit of ISO/IEC 7812."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
