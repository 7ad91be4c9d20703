"""Time regimes as data: one TOML file a regime, each rule a limit between two events. Checked when read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from server.clocks.events import Event, Tag
from server.contract.v1 import ClockKind

#: the regimes that come with the program
FOLDER = Path(__file__).with_name("regimes")


class RegimeInvalid(Exception):
    """A regime file cannot be used; the message names the file, the rule and what to mend."""


class Unit(StrEnum):
    MINUTE = "min"
    HOUR = "hour"
    #: calendar day (日)
    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"


class Counting(StrEnum):
    """When minutes and hours pass."""

    ALWAYS = "always"
    HALL_HOURS = "hall_hours"


class Roll(StrEnum):
    """What happens when the last day is a day of rest."""

    NONE = "none"
    NEXT_WORKDAY = "next_workday"


_UNIT_NAMES = {
    Unit.MINUTE: "分钟",
    Unit.HOUR: "小时",
    Unit.DAY: "日",
    Unit.WORKDAY: "个工作日",
    Unit.MONTH: "个月",
}


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Level(_Row):
    """One level of a ladder and the days it may keep the matter."""

    level: str = Field(min_length=1)
    days: int = Field(ge=1)


class Rule(_Row):
    """A limit: `amount` of `unit` from one event to another."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9.]{0,9}$")
    #: what a citizen or an official calls it
    name: str = Field(min_length=1)
    kind: ClockKind
    from_event: Event
    to_event: Event
    amount: int = Field(ge=1)
    unit: Unit
    #: given for minutes and hours, and only for them
    calendar: Counting | None = None
    roll: Roll = Roll.NONE
    #: law and article, as printed on papers; "" for a local promise
    basis: str = ""
    #: the article's sense in one sentence, for people who ask why
    text: str = ""
    #: whether the petitioner is told of it; False for what units and the petition office owe each other
    told: bool = True
    #: the rule is for matters of this sort only
    applies: Tag | None = None
    #: the rule gives way when the matter is of one of these sorts
    unless: frozenset[Tag] = frozenset()
    ladder: tuple[Level, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Rule:
        clocked = self.unit in (Unit.MINUTE, Unit.HOUR)
        if clocked and self.calendar is None:
            raise ValueError(f'{self.id}: minutes and hours need calendar = "always" or "hall_hours"')
        if not clocked and self.calendar is not None:
            raise ValueError(f"{self.id}: calendar is for minutes and hours; days are counted by the holiday calendar")
        if self.roll is Roll.NEXT_WORKDAY and self.unit not in (Unit.DAY, Unit.MONTH):
            raise ValueError(f"{self.id}: only days and months roll to the next working day")
        if self.kind is ClockKind.STATUTORY and not self.basis:
            raise ValueError(f"{self.id}: a statutory limit names its law and article in basis")
        if self.ladder and (self.unit is not Unit.DAY or sum(step.days for step in self.ladder) != self.amount):
            raise ValueError(
                f"{self.id}: gap in the ladder: its days add up to "
                f"{sum(step.days for step in self.ladder)}, the limit is {self.amount} {self.unit.value}"
            )
        return self

    @property
    def limit(self) -> str:
        """In words: 5分钟, 15日."""
        return f"{self.amount}{_UNIT_NAMES[self.unit]}"


class Regime(_Row):
    """One file: its rules, since when they are in force and where they come from."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    name: str = Field(min_length=1)
    version: str = Field(min_length=1, max_length=20)
    valid_from: date
    source: str = Field(min_length=1)
    rule: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _no_loop(self) -> Regime:
        after: dict[Event, set[Event]] = {}
        for rule in self.rule:
            after.setdefault(rule.to_event, set()).add(rule.from_event)
        try:
            TopologicalSorter(after).prepare()
        except CycleError as error:
            raise ValueError("the rules run in a loop: " + " → ".join(str(event) for event in error.args[1])) from error
        return self


def read_regime(path: Path) -> Regime:
    """Read and check one file; raises RegimeInvalid with every fault it has."""
    try:
        return Regime.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise RegimeInvalid(f"{path.name}: {faults}") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RegimeInvalid(f"{path.name}: {error}") from error


def load_regimes(names: Iterable[str], folder: Path = FOLDER) -> tuple[Regime, ...]:
    """Read `<name>.toml` for each name; a rule id may occur once over all of them. Raises RegimeInvalid."""
    regimes = tuple(read_regime(folder / f"{name}.toml") for name in names)
    owner: dict[str, str] = {}
    for regime in regimes:
        for rule in regime.rule:
            if rule.id in owner:
                raise RegimeInvalid(f"{regime.id}: rule {rule.id} is already defined by {owner[rule.id]}")
            owner[rule.id] = regime.id
    return regimes
