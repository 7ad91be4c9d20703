"""Lines -> plain text, as a preview in a terminal and as the record of what a slip said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from printers.layout.blocks import Align, Block
from printers.render.lines import CutLine, FeedLine, QrLine, TextLine, flow

CUT_MARK = "8<"


def render_text(blocks: Iterable[Block], columns: int = 48) -> str:
    """Return the slip as text of at most `columns`; double size is not shown, a QR code becomes its address."""
    rows: list[str] = []
    for line in flow(blocks, columns):
        match line:
            case TextLine():
                space = (columns - line.columns) // 2 if line.align is Align.CENTRE else 0
                rows.append((" " * space + line.text).rstrip())
            case QrLine(data):
                rows.append(f"[QR {data}]")
            case FeedLine(lines):
                rows += [""] * lines
            case CutLine():
                rows.append(CUT_MARK + "-" * (columns - len(CUT_MARK)))
            case _:
                assert_never(line)
    return "\n".join(rows) + "\n"
