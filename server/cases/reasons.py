"""Grounds on which a matter is not accepted, no longer accepted or led elsewhere, with paper and article; and what the notice
of acceptance cites.

The codes are this project's; words and articles are data (`law.toml`). Matters for litigation and other lawful routes are led
there and not "refused": the Regulations no longer know a refusal for them (Art. 31).
"""

from __future__ import annotations

import tomllib
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from server.cases.papers import Paper

FILE = Path(__file__).with_name("law.toml")
#: a law in its book marks and the article
Citation = Annotated[str, StringConstraints(pattern=r"^《[^》]+》")]


class Ground(StrEnum):
    N1 = "N1"
    N2 = "N2"
    N3 = "N3"
    N4 = "N4"
    N5 = "N5"
    N6 = "N6"
    N7 = "N7"
    N8 = "N8"


class LawInvalid(ValueError):
    """The file of legal bases cannot be used; the message names what to mend."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class GroundFacts(_Row):
    text: str = Field(min_length=4)
    text_en: str = Field(min_length=4)
    #: "" where no written notice is owed
    paper: Paper | Literal[""]
    article: Citation


class Accepted(_Row):
    """By kind of matter (三类)."""

    suggestion: Citation
    accusation: Citation
    claim: Citation


class Law(_Row):
    version: str = Field(min_length=1, max_length=20)
    valid_from: date
    ground: dict[Ground, GroundFacts]
    accepted: Accepted

    @model_validator(mode="after")
    def _whole(self) -> Law:
        if missing := [one.value for one in Ground if one not in self.ground]:
            raise ValueError(f"ground: {', '.join(missing)} is missing")
        return self


def load_law(path: Path = FILE) -> Law:
    """Read the legal bases; raise LawInvalid."""
    try:
        return Law.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise LawInvalid(f"法律依据 {path} 不能使用 · the legal bases cannot be used: {error}") from error


LAW = load_law()
#: in their order
GROUNDS = {one: LAW.ground[one] for one in Ground}
