"""Pages as a perfect reader would give them, set on a column like real ones, and fields from them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.reading.fields import propose
from kiosk.reading.result import FieldKind, KnownPerson, Line, PageText, ProposedField

SetPage = Callable[..., PageText]
Fields = Callable[..., list[ProposedField]]

#: full-width letters in a line, and their width as a fraction of the page
COLUMN, LETTER, LEFT = 30, 0.025, 0.12


def _page(*paragraphs: str, index: int = 0, confidence: float = 0.99, indent: bool = False) -> PageText:
    """Set paragraphs; each begins a line, long ones are broken at the margin."""
    rows: list[tuple[str, float]] = []
    for paragraph in paragraphs:
        first = 2 if indent else 0
        text, room = paragraph, COLUMN - first
        left = LEFT + first * LETTER
        while text:
            taken, used = "", 0.0
            while text and used + (wide := 0.55 if text[0].isascii() else 1.0) <= room:
                taken, text, used = taken + text[0], text[1:], used + wide
            rows.append((taken, left))
            left, room = LEFT, COLUMN
    lines = []
    for row, (text, left) in enumerate(rows):
        width = sum(0.55 if c.isascii() else 1.0 for c in text) * LETTER
        top, bottom = 0.05 + row * 0.03, 0.07 + row * 0.03
        box = ((left, top), (left + width, top), (left + width, bottom), (left, bottom))
        lines.append(Line(text, box, confidence))
    return PageText(index, tuple(lines), (), b"", 1488, 2105, 0.0)


@pytest.fixture
def set_page() -> SetPage:
    """A function that sets paragraphs on a page."""
    return _page


@pytest.fixture
def fields() -> Fields:
    """A function that sets paragraphs on one page and proposes fields of one kind from it."""

    def propose_from(kind: FieldKind, *paragraphs: str, known: KnownPerson | None = None) -> list[ProposedField]:
        return [field for field in propose([_page(*paragraphs)], known) if field.kind is kind]

    return propose_from
