"""What the QR code of a slip says: an address with number and code, or both in words."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

#: longer is no code of ours
LONGEST = 2000
_PLAIN = re.compile(r"([0-9A-Za-z-]{6,60})\s+([0-9A-Za-z-]{4,60})")


def parse(text: str) -> tuple[str, str] | None:
    """Return number and query code, None for any other text. Never raises."""
    said = text.strip()
    if not said or len(said) > LONGEST:
        return None
    if plain := _PLAIN.fullmatch(said):
        return plain[1].upper(), plain[2].replace("-", "").upper()
    try:
        values = parse_qs(urlsplit(said).query)
    except ValueError:
        return None
    number, code = (values.get(name, [""])[0].strip().upper() for name in ("n", "c"))
    return (number, code.replace("-", "")) if number and code else None
