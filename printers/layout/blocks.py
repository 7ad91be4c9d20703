"""The closed set of things a slip is made of; every renderer (ESC/POS, PNG, text) matches all of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Align(StrEnum):
    LEFT = "left"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, wrapped by display width. `size` 1 or 2: double width and height."""

    text: str
    size: int = 1
    bold: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value; the value hangs under itself when it wraps."""

    label: str
    value: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A dashed line across the paper."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code, at least 25 mm wide, centred."""

    data: str


@dataclass(frozen=True, slots=True)
class Feed:
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Cut:
    """Feed past the knife and cut."""


Block = Text | Pair | Rule | Qr | Feed | Cut
