"""What sort a matter is of, as far as limits depend on its content: said by the regime that has a limit for the sort. Pure.

A hotline takes over a burst gas pipe in fifteen minutes and a question in a day. Words only ever shorten a limit here: who
reads the matter says whether there is danger, and that counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

from server.clocks.events import Tag
from server.clocks.terms import Row

#: tags that follow from what a matter says; the others follow from how it came
CONTENT = frozenset({Tag.DANGER, Tag.UTILITIES, Tag.HEATING_SEASON})
#: tags that a person decides by accepting the matter under a law of its own
PROCEDURES = frozenset({Tag.RECONSIDERATION, Tag.LICENSING, Tag.DISCLOSURE})
#: what is stored with a matter because it may change
STORED = CONTENT | PROCEDURES

MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


class Season(Row):
    """From one day of the year to another, both included; it may pass the turn of the year."""

    first: MonthDay
    last: MonthDay

    def holds(self, day: date) -> bool:
        now = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= now <= self.last
        return now >= self.first or now <= self.last


class Sort(Row):
    """A matter of one of the classes, or with one of the words, within the season if there is one."""

    tag: Literal[Tag.DANGER, Tag.UTILITIES, Tag.HEATING_SEASON]
    #: content classes by their first two, four or all six digits
    classes: tuple[Annotated[str, StringConstraints(pattern=r"^(\d{2}){1,3}$")], ...] = ()
    words: tuple[Annotated[str, StringConstraints(min_length=2)], ...] = ()
    season: Season | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Sort:
        if not self.classes and not self.words:
            raise ValueError(f"sort {self.tag}: give classes or words")
        return self

    def holds(self, category: str, text: str, day: date) -> bool:
        if self.season is not None and not self.season.holds(day):
            return False
        return any(category.startswith(one) for one in self.classes) or any(word in text for word in self.words)


def sorts_of(known: Iterable[Sort], category: str, text: str, day: date) -> tuple[Tag, ...]:
    """Return every sort this matter is of, in a fixed order. `category`: six digits, "" when unknown."""
    return tuple(sorted({one.tag for one in known if one.holds(category, text, day)}))
