"""How wide text is on a thermal printer, what its ROM font can draw, and where a line may break.

A column is half a hanzi. Printers with Chinese firmware advance one column for each byte of GBK, so `·`, `“` and `…`
take two although they look narrow.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: stands for what no encoding can carry (a lone surrogate): 〓, the printers' own mark for a missing character
MISSING = "〓"
#: kinsoku: never at the start of a line, never at its end
NOT_FIRST = frozenset("，。、；：！？）》〉」』】〕”’…·％,.;:!?)]}%")
NOT_LAST = frozenset("（《〈「『【〔“‘([{￥")


def cleaned(text: str) -> str:
    """Return `text` without anything a printer could take for a command; line breaks stay as `\\n`."""
    return "".join(_clean_char(c) for c in text.replace("\r\n", "\n"))


@lru_cache(maxsize=8192)
def char_width(char: str) -> int:
    """Return the columns of one cleaned character: 1 for ASCII, 0 for a mark above the one before, else 2."""
    if " " <= char <= "~":
        return 1
    if unicodedata.category(char) in ("Mn", "Me") and not in_rom(char):
        return 0
    return 2


def width(text: str) -> int:
    """Return the columns of cleaned text at normal size."""
    return sum(map(char_width, text))


def in_rom(char: str) -> bool:
    """Say whether a Chinese ROM font draws this character: ASCII and what GBK holds in two bytes.

    The later two-byte codes of GB18030 (䶮 is FE 9F) and all four-byte ones are missing from most ROMs.
    """
    try:
        char.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def wrap(text: str, columns: int) -> list[str]:
    """Break cleaned text into lines of at most `columns` (at least 2), words whole and kinsoku kept where possible."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, columns)
    return lines


def _wrap_paragraph(paragraph: str, columns: int) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for piece in _pieces(paragraph, columns):
        if used + width(piece) > columns:
            carried = _carried(line, piece, columns)
            lines.append("".join(line).rstrip(" "))
            line, used = carried, sum(map(width, carried))
        if piece == " " and not line and lines:
            continue
        line.append(piece)
        used += width(piece)
    return [*lines, "".join(line).rstrip(" ")]


def _carried(line: list[str], piece: str, columns: int) -> list[str]:
    """Take from the end of `line` what must stand before `piece` on the next line."""
    carried: list[str] = []
    first = piece
    while len(line) > 1 and (first[0] in NOT_FIRST or line[-1][-1] in NOT_LAST):
        if sum(map(width, carried)) + width(line[-1]) + width(piece) > columns:
            break
        first = line.pop()
        carried.insert(0, first)
    return carried


def _pieces(paragraph: str, columns: int) -> list[str]:
    """Split into unbreakable pieces: an ASCII word, or a hanzi with the marks above it."""
    pieces: list[str] = []
    word = ""
    for char in paragraph:
        if char_width(char) == 0 and (word or pieces):
            if word:
                word += char
            else:
                pieces[-1] += char
        elif char_width(char) == 1 and char != " ":
            if width(word) == columns:
                pieces.append(word)
                word = ""
            word += char
        else:
            if word:
                pieces.append(word)
                word = ""
            pieces.append(char)
    return [*pieces, word] if word else pieces


def _clean_char(char: str) -> str:
    if " " <= char <= "~" or char == "\n":
        return char
    category = unicodedata.category(char)
    if category == "Cs":
        return MISSING
    if char in ("\r", "\x0b", "\x0c", "\x85") or category in ("Zl", "Zp"):
        return "\n"
    if char == "\t" or (category == "Zs" and char != "　"):
        return " "
    # Control and format characters (bidirectional overrides too) and variation selectors draw nothing of their own.
    if category in ("Cc", "Cf") or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":
        return ""
    return char
