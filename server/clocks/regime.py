"""Time regimes as data: one TOML file a regime, each rule a limit between two events. Checked when read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from pydantic import Field, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError

from server.clocks.course import Course
from server.clocks.events import Event, Tag
from server.clocks.ladder import Alarm, check_order
from server.clocks.sorts import CONTENT, Sort
from server.clocks.terms import Counting, Roll, Row, Unit, in_words
from server.contract.v1 import ClockKind

#: the regimes that come with the program
FOLDER = Path(__file__).with_name("regimes")


class RegimeFault(StrEnum):
    """What is wrong with a regime file, for scripts; the message says where and what to mend."""

    #: something is missing: a field, a limit, days of a ladder, an end of a pause
    GAP = "regime_gap"
    #: rules or pauses that lead back to where they began
    LOOP = "regime_loop"
    #: an event that no matter ever brings
    UNKNOWN_EVENT = "regime_unknown_event"
    #: a rule or a version is given twice
    TWICE = "regime_twice"
    UNREADABLE = "regime_unreadable"
    INVALID = "regime_invalid"


_REMEDY: dict[RegimeFault, str] = {
    RegimeFault.GAP: "请补齐所列内容 · Fill in what is named.",
    RegimeFault.LOOP: "请改正首尾相接的规则 · Break the loop that is named.",
    RegimeFault.UNKNOWN_EVENT: "请改用列出的事件 · Use one of the events listed.",
    RegimeFault.TWICE: "请只保留一处 · Keep one of the two.",
    RegimeFault.UNREADABLE: "请检查文件名、编码和 TOML 语法 · Check name, encoding and TOML of the file.",
    RegimeFault.INVALID: "请改正所列内容 · Mend what is named.",
}


class RegimeInvalid(Exception):
    """A regime file cannot be used; the message names the file, the rule and what to mend."""

    def __init__(self, code: RegimeFault, message: str) -> None:
        super().__init__(f"[{code}] {message}; {_REMEDY[code]}")
        self.code = code
        self.remedy = _REMEDY[code]


def _fault(code: RegimeFault, message: str) -> PydanticCustomError:
    return PydanticCustomError(code.value, "{text}", {"text": message})


class Level(Row):
    """One level of a ladder and the days it may keep the matter."""

    level: str = Field(min_length=1)
    days: int = Field(ge=1)


class PauseRule(Row):
    """Time that does not count: from `on` until one of `resume`; one of `restart` makes the clock begin anew."""

    on: Event
    reason: str = Field(min_length=1)
    resume: frozenset[Event] = frozenset()
    restart: frozenset[Event] = frozenset()

    @model_validator(mode="after")
    def _ends(self) -> PauseRule:
        if not self.resume | self.restart:
            raise _fault(RegimeFault.GAP, f"a pause on {self.on} never ends: give resume or restart")
        if self.on in self.resume | self.restart or self.resume & self.restart:
            raise _fault(
                RegimeFault.LOOP, f"the pause on {self.on} runs in a loop: an event begins or ends it, not both"
            )
        return self


class Extend(Row):
    """How a limit may be made longer."""

    #: what the extension itself is called among the rules, "" for nothing
    id: str = ""
    #: over all extensions of one clock, in the unit of the rule: days or working days
    max_days: int = Field(ge=1)
    #: who approves, in the words of the law
    approver: str = Field(min_length=1)
    #: the petitioner is told why
    notice: bool = True
    basis: str = ""


class Rule(Row):
    """A limit: `amount` of `unit` from one event to another."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9.]{0,9}$")
    #: what a citizen or an official calls it
    name: str = Field(min_length=1)
    #: the same for who reads English, "" where nobody has said it yet
    name_en: str = ""
    kind: ClockKind
    from_event: Event
    to_event: Event
    #: None when `per_case`: who hands the matter over sets it (指定办理期限)
    amount: int | None = Field(default=None, ge=1)
    unit: Unit
    per_case: bool = False
    #: given for minutes and hours, and only for them
    calendar: Counting | None = None
    roll: Roll = Roll.NONE
    #: law and article, as printed on papers; "" for a local promise
    basis: str = ""
    #: the article's sense in one sentence, for people who ask why
    text: str = ""
    #: whether the petitioner is told of it; False for what units and the petition office owe each other
    told: bool = True
    #: what passing the limit means in law, "" for nothing beyond being late
    lapse: str = ""
    #: the rule whose passing the law takes for what begins this one: the limit then counts from where that one began,
    #: and stands still for nothing
    after_lapse_of: str = ""
    #: what fulfils the duty beside `to_event`
    also_ends: frozenset[Event] = frozenset()
    #: it runs at most once for a matter
    once: bool = False
    #: the rule is for matters of this sort only
    applies: Tag | None = None
    #: the rule gives way when the matter is of one of these sorts
    unless: frozenset[Tag] = frozenset()
    pause: tuple[PauseRule, ...] = ()
    extend: Extend | None = None
    ladder: tuple[Level, ...] = ()
    #: in place of the regime's alarms; an empty list: nobody is warned
    alarm: tuple[Alarm, ...] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Rule:
        for code, fault in _faults(self):
            raise _fault(code, f"{self.id}: {fault}")
        check_order(self.alarm or ())
        return self

    @property
    def limit(self) -> str:
        """In words: 5分钟, 15日."""
        return in_words(self.amount, self.unit)

    @property
    def counting(self) -> str:
        """How its time is counted, in words."""
        if self.unit in (Unit.MINUTE, Unit.HOUR):
            return "工作日接待时间" if self.calendar is Counting.HALL_HOURS else "不分工作日和休息时间"
        if self.unit is Unit.WORKDAY:
            return "工作日（含调休）"
        return "自然日，不顺延" if self.roll is Roll.NONE else "自然日，末日为休息日的顺延到下一工作日"

    def limit_of(self, course: Course) -> str:
        """In words, for one case: with the limit set for it and what it was extended by."""
        amount = self.amount if course.amount is None else course.amount
        return in_words(amount, self.unit) + (
            f"+{in_words(course.extended_days, self.unit)}" if course.extended_days else ""
        )


def _faults(rule: Rule) -> Iterable[tuple[RegimeFault, str]]:
    clocked = rule.unit in (Unit.MINUTE, Unit.HOUR)
    if clocked and rule.calendar is None:
        yield RegimeFault.GAP, 'minutes and hours need calendar = "always" or "hall_hours"'
    if not clocked and rule.calendar is not None:
        yield RegimeFault.INVALID, "calendar is for minutes and hours; days are counted by the holiday calendar"
    if rule.roll is Roll.NEXT_WORKDAY and rule.unit not in (Unit.DAY, Unit.MONTH):
        yield RegimeFault.INVALID, "only days and months roll to the next working day"
    if rule.kind is ClockKind.STATUTORY and not rule.basis:
        yield RegimeFault.GAP, "a statutory limit names its law and article in basis"
    if rule.per_case == (rule.amount is not None):
        yield RegimeFault.GAP, "give amount, or per_case = true when each case brings its own"
    if rule.ladder and (rule.unit is not Unit.DAY or sum(step.days for step in rule.ladder) != rule.amount):
        total = sum(step.days for step in rule.ladder)
        yield RegimeFault.GAP, f"gap in the ladder: its days add up to {total}, the limit is {rule.limit}"
    if rule.extend and rule.unit not in (Unit.DAY, Unit.WORKDAY):
        yield RegimeFault.INVALID, "only a limit in days or working days can be extended"
    begun = [pause.on for pause in rule.pause]
    if len(begun) != len(set(begun)):
        yield RegimeFault.TWICE, "two pauses begin with the same event"


class Unlimited(Row):
    """A duty without a number of days: explained like a rule, never counted."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9.]{0,9}$")
    name: str = Field(min_length=1)
    basis: str = Field(min_length=1)
    text: str = Field(min_length=1)


class Regime(Row):
    """One file: its rules, since when they are in force, where they come from, and who is told as time goes by."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    name: str = Field(min_length=1)
    version: str = Field(min_length=1, max_length=20)
    valid_from: date
    #: the last day on which a clock may start by it, None while it holds; a later version ends an earlier one anyway
    valid_until: date | None = None
    source: str = Field(min_length=1)
    rule: tuple[Rule, ...] = Field(min_length=1)
    unlimited: tuple[Unlimited, ...] = ()
    alarm: tuple[Alarm, ...] = ()
    #: what the matters are that its rules with `applies` and `unless` speak of
    sort: tuple[Sort, ...] = ()

    @model_validator(mode="after")
    def _sorts_told(self) -> Regime:
        asked = {tag for rule in self.rule for tag in (rule.applies, *rule.unless) if tag in CONTENT}
        if missing := asked - {one.tag for one in self.sort}:
            raise _fault(RegimeFault.GAP, f"no [[sort]] says which matters are {min(missing)}")
        return self

    @model_validator(mode="after")
    def _lapses(self) -> Regime:
        lapsing = {rule.id for rule in self.rule if rule.lapse}
        for rule in self.rule:
            if rule.after_lapse_of and rule.after_lapse_of not in lapsing:
                said = f"{rule.id}: after_lapse_of names {rule.after_lapse_of}, which is no rule here with a lapse"
                raise _fault(RegimeFault.GAP, said)
        return self

    @model_validator(mode="after")
    def _no_loop(self) -> Regime:
        after: dict[Event, set[Event]] = {}
        for rule in self.rule:
            after.setdefault(rule.to_event, set()).add(rule.from_event)
        try:
            TopologicalSorter(after).prepare()
        except CycleError as error:
            way = " → ".join(str(event) for event in error.args[1])
            raise _fault(RegimeFault.LOOP, f"the rules run in a loop: {way}") from error
        check_order(self.alarm)
        ids = [rule.id for rule in self.rule] + [one.id for one in self.unlimited]
        if twice := {one for one in ids if ids.count(one) > 1}:
            raise _fault(RegimeFault.TWICE, f"rule {min(twice)} is given twice")
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError("valid_until lies before valid_from")
        return self

    def alarms(self, rule: Rule) -> tuple[Alarm, ...]:
        return self.alarm if rule.alarm is None else rule.alarm


def read_regime(path: Path) -> Regime:
    """Read and check one file; raises RegimeInvalid with every fault it has."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RegimeInvalid(RegimeFault.UNREADABLE, f"{path.name}: {error}") from error
    return parse_regime(data, path.name)


def parse_regime(data: bytes, name: str) -> Regime:
    """As `read_regime`, from the content of a file called `name`."""
    try:
        return Regime.model_validate(tomllib.loads(data.decode("utf-8")))
    except ValidationError as error:
        found = error.errors()
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in found)
        raise RegimeInvalid(_code(found[0]), f"{name}: {faults}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RegimeInvalid(RegimeFault.UNREADABLE, f"{name}: {error}") from error


def _code(fault: ErrorDetails) -> RegimeFault:
    if fault["type"] in set(RegimeFault):
        return RegimeFault(fault["type"])
    if fault["type"] == "missing":
        return RegimeFault.GAP
    events = {"from_event", "to_event", "on", "resume", "restart"}
    return RegimeFault.UNKNOWN_EVENT if events & set(fault["loc"]) else RegimeFault.INVALID


def load_regimes(names: Iterable[str], folder: Path = FOLDER) -> tuple[Regime, ...]:
    """Read `<name>.toml` for each name, a file of the program or a path of the place's own; raise RegimeInvalid. A rule id belongs to one regime; a regime may come in
    several versions, each from its own day on, so that older clocks stay explained."""
    return together(read_regime(folder / (name if name.endswith(".toml") else f"{name}.toml")) for name in names)


def together(found: Iterable[Regime]) -> tuple[Regime, ...]:
    """Return regimes that hold side by side; raise RegimeInvalid when a rule or a version is given twice."""
    regimes = tuple(found)
    owner: dict[str, str] = {}
    for number, regime in enumerate(regimes):
        for rule in regime.rule:
            if owner.setdefault(rule.id, regime.id) != regime.id:
                said = f"{regime.id}: rule {rule.id} is already defined by {owner[rule.id]}"
                raise RegimeInvalid(RegimeFault.TWICE, said)
        for other in regimes[:number]:
            if other.id == regime.id and (other.version == regime.version or other.valid_from == regime.valid_from):
                said = f"{regime.id}: two files give version {regime.version} or the same valid_from"
                raise RegimeInvalid(RegimeFault.TWICE, said)
    return regimes


def in_force(regimes: Iterable[Regime], day: date) -> tuple[Regime, ...]:
    """Return of each regime the version that holds on this day, in the order given."""
    begun = [regime for regime in regimes if regime.valid_from <= day]
    newest = {regime.id: regime for regime in sorted(begun, key=lambda one: one.valid_from)}
    return tuple(one for one in begun if newest[one.id] is one and (one.valid_until is None or day <= one.valid_until))
