"""The sentences of all screens, one TOML file a language; a further language is a further file in the folder.

Qt's own translator shows one language at a time. Every screen here shows both, the chosen one large and another one
small beside it, so the catalogue is read whole and QML picks from it by name.
"""

from __future__ import annotations

import logging
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

log = logging.getLogger("hall.kiosk.words")

FOLDER = Path(__file__).parent / "words"
_VALUE = re.compile(r"\{[0-9]+\}")


@dataclass(frozen=True, slots=True)
class Language:
    """`value`: ISO 639 code, which is the name of its file."""

    value: str
    CHINESE: ClassVar[Language]
    ENGLISH: ClassVar[Language]

    def __str__(self) -> str:
        return self.value


Language.CHINESE, Language.ENGLISH = Language("zh"), Language("en")


@cache
def languages(folder: Path = FOLDER) -> tuple[Language, ...]:
    """Chinese, English, then what was added, by code. A file that cannot be read is named in the log and left out."""
    first = (Language.CHINESE, Language.ENGLISH)
    added = [Language(file.stem) for file in sorted(folder.glob("*.toml")) if Language(file.stem) not in first]
    return (*first, *(language for language in added if _read(language, folder)))


@cache
def catalogue(language: Language, folder: Path = FOLDER) -> dict[str, str]:
    """All sentences of one language by name.

    Chinese stands where an added language has no sentence, or one that has room for other values.
    """
    own = _read(language, folder)
    if language in (Language.CHINESE, Language.ENGLISH):
        return own
    chinese = catalogue(Language.CHINESE)
    fitting = {name: said for name, said in own.items() if name in chinese and _values(said) == _values(chinese[name])}
    if len(fitting) < len(chinese):
        log.info("%s.toml lacks %d of %d sentences", language, len(chinese) - len(fitting), len(chinese))
    return chinese | fitting


def following(language: Language, folder: Path = FOLDER) -> Language:
    """The one that the language button leads to."""
    offered = languages(folder)
    return offered[(offered.index(language) + 1) % len(offered)]


def _values(sentence: str) -> set[str]:
    return set(_VALUE.findall(sentence))


def _read(language: Language, folder: Path) -> dict[str, str]:
    """Raise for a file of the program; an added one that is wrong counts as empty."""
    hall_own = language in (Language.CHINESE, Language.ENGLISH)
    file = (FOLDER if hall_own else folder) / f"{language}.toml"
    try:
        read = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        if hall_own:
            raise
        log.error("the language %s is left out: %s", file.name, error)
        return {}
    return {name: str(sentence) for name, sentence in read.items()}
