"""What must not be found on a terminal after a visit, and the search for it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.bench.petition_text import PersonText

#: how a program might write Chinese words down
_ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
#: from the middle of a page image: past its header, which all share
_PIECE = slice(200, 264)
#: shorter ones stand in encrypted files by chance
_SHORTEST = 6


def marks(people: Iterable[PersonText], texts: Iterable[str], pages: Iterable[bytes]) -> list[bytes]:
    """Return the byte strings that give somebody away: names, numbers, phones, sentences, pieces of images."""
    said = [word for person in people for word in (person.name, person.id_number, person.phone) if word]
    said += [text for text in texts if len(text) >= 4]
    escaped = [word.encode("unicode_escape") for word in said if not word.isascii()]
    encoded = [word.encode(code) for word in said for code in _ENCODINGS] + escaped
    return [word for word in encoded if len(word) >= _SHORTEST] + [page[_PIECE] for page in pages]


def found(folders: Iterable[Path], wanted: Iterable[bytes]) -> list[str]:
    """Return the files below `folders` that hold any of it in clear. A file that goes away meanwhile holds nothing."""
    needles = set(wanted)
    hits = []
    for path in (p for folder in folders for p in sorted(folder.rglob("*"))):
        try:
            data = path.read_bytes() if path.is_file() else b""
        except FileNotFoundError:
            continue
        if any(needle in data for needle in needles):
            hits.append(str(path))
    return hits
