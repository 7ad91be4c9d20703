"""The sentences of all screens, one TOML file a language.

Qt's own translator shows one language at a time. Every screen here shows both, the chosen one large and the other one
small beside it, so the catalogue is read whole and QML picks from it by name.
"""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path

FOLDER = Path(__file__).parent / "words"


class Language(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"


def catalogue(language: Language) -> dict[str, str]:
    """All sentences of one language by name."""
    read = tomllib.loads((FOLDER / f"{language.value}.toml").read_text(encoding="utf-8"))
    return {name: str(sentence) for name, sentence in read.items()}
