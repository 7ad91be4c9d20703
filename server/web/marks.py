"""Words of a text marked where they stand. Pure; the template escapes every part."""

from __future__ import annotations

import re
from collections.abc import Iterable


def marked(text: str, words: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """Return the text in parts, each with whether it is one of the words; longer words win."""
    wanted = sorted({word for word in words if word}, key=len, reverse=True)
    if not wanted:
        return ((text, False),)
    parts = re.split(f"({'|'.join(map(re.escape, wanted))})", text)
    return tuple((part, number % 2 == 1) for number, part in enumerate(parts) if part)
