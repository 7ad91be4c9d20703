"""Written notices to a petitioner (受理告知书 …): facts into the wording a unit keeps in `wording/*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any

from printers.layout.forms import Form, Gap, Line, Paragraph, Part, Place, Title

FOLDER = Path(__file__).parent / "wording"
KEYS = frozenset({"name", "number", "addressee", "paragraphs", "signed"})


class BadWording(ValueError):
    """A file of wording is missing or wrong; the message names it and what to do."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """受理告知书, the written notice that a unit accepts a matter (《信访工作条例》 Art. 23, 34).

    `source` says how it came (来访（区信访局 6月1日转送）), `matter` in one line. Dates are days in China.
    """

    number: str
    petitioner: str
    received_on: date
    source: str
    matter: str
    registration: str
    unit: str
    contact: str
    phone: str
    decided_on: date
    copy: int = 0


def lay_out(notice: Acceptance, wording: Path = FOLDER / "acceptance.toml") -> Form:
    """Return the notice in the words of the file `wording`; raise `BadWording`."""
    facts = {key: day(value) if isinstance(value, date) else str(value) for key, value in asdict(notice).items()}
    words = _load(wording, frozenset(facts))
    parts: list[Part] = [
        Title(words["name"]),
        Line(words["number"].format(**facts), Place.CENTRE),
        Gap(),
        Line(words["addressee"].format(**facts)),
        *(Paragraph(text.format(**facts)) for text in words["paragraphs"]),
        Gap(2),
        *(Line(text.format(**facts), Place.RIGHT) for text in words["signed"]),
    ]
    return Form(words["name"], tuple(parts), reference=notice.registration, copy=notice.copy)


def day(value: date) -> str:
    """Say a day as a document does, GB/T 9704: 2026年6月1日."""
    return f"{value.year}年{value.month}月{value.day}日"


def _load(path: Path, known: frozenset[str]) -> dict[str, Any]:
    try:
        words = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadWording(f"读不了文书文字 {path} · The wording cannot be read: {error}") from error
    if set(words) != KEYS:
        raise BadWording(f"{path} 应有 {sorted(KEYS)} · The file must have these keys, and no others")
    texts = [words["number"], words["addressee"], *words["paragraphs"], *words["signed"]]
    try:
        names = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}
    except (TypeError, ValueError) as error:
        raise BadWording(f"{path} 花括号有误 · The braces are wrong: {error}") from error
    if names - known:
        raise BadWording(f"{path} 中 {sorted(names - known)} 无此内容 · Unknown names; known: {sorted(known)}")
    return words
