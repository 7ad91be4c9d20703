"""A form on A4 to fill in with a pen: a title, what it is for, boxes with labels, notes."""

from __future__ import annotations

from dataclasses import dataclass

from printers.layout.forms import Cell, Form, Line, Note, Paragraph, Part, Row, Title

LABEL_UNITS = 5
BOX_UNITS = 19


@dataclass(frozen=True, slots=True)
class Blank:
    """`rows`: label and lines of room for the pen. The form is Chinese, as the law asks; `english` says below what it is."""

    title: str
    lead: tuple[str, ...]
    rows: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    hall_name: str = ""
    english: str = ""


def lay_out(blank: Blank) -> Form:
    """Return the paper."""
    parts: list[Part] = [Title(blank.title)]
    if blank.hall_name:
        parts.append(Line(f"{blank.hall_name}："))
    parts += [Paragraph(text) for text in blank.lead]
    parts += [
        Row((Cell(label, LABEL_UNITS, label=True), Cell("", BOX_UNITS, lines=lines))) for label, lines in blank.rows
    ]
    parts += [Note(f"{n}．{text}") for n, text in enumerate(blank.notes, 1)]
    if blank.english:
        parts.append(Note(blank.english))
    return Form(blank.title, tuple(parts))
