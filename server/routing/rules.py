"""Who is responsible, and why: category × region × duty catalogue × exclusions. Pure; every value comes in, one goes out.

Order of precedence: an accusation is sealed before anything else; too little confidence goes to the screening desk; of
the duties that fit, the narrowest class wins, then the narrowest region; a responsible unit that the matter complains
of is passed over for the next one or its superior. No excluded unit is ever named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from server.contract.v1 import Category, Outcome
from server.routing import reasons
from server.routing.classify import Guess
from server.routing.kinds import Proposal
from server.routing.reasons import Aside, Reason
from server.routing.scheme import OTHER, classes

#: digits of a district in a region code
DISTRICT_DIGITS = 6
_MOST_ALTERNATIVES = 3
#: a branch with less of the winner's weight than this is no alternative
_RUNNER_UP = 0.35


@dataclass(frozen=True, slots=True)
class Duty:
    """One row of the duty catalogue."""

    #: 2, 4 or 6 digits
    category_code: str
    #: prefix of region codes; "" is the whole district
    region: str
    unit_code: str
    legal_basis: str
    valid_from: date
    valid_to: date | None = None

    def valid(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit as far as routing needs it; `parent` is "" at the top."""

    code: str
    name: str
    parent: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision rests on."""

    #: likeliest first
    guesses: tuple[Guess, ...]
    #: words of accusation, of litigation
    accusation: tuple[str, ...]
    lawsuit: tuple[str, ...]
    #: where the matter arose, "" when unknown; where the hall is
    place_region: str
    hall_region: str
    #: every unit that must not learn of the matter
    excluded: frozenset[str]
    on: date


@dataclass(frozen=True, slots=True)
class RoutingDecision:
    """The proposal with its explanation. `unit_code` is set when the outcome is DISPATCHED, and only then."""

    outcome: Outcome
    unit_code: str | None
    category: Category | None
    confidence: float
    reason: Reason
    legal_basis: str
    words: tuple[str, ...]
    alternatives: tuple[str, ...]
    excluded: frozenset[str]
    #: purpose, kind, route and urgency, for the desk; never part of the decision
    proposal: Proposal | None = None


def decide(facts: Facts, duties: Sequence[Duty], units: Mapping[str, UnitNode], threshold: float) -> RoutingDecision:
    """Decide without knowing anything but the arguments; below `threshold` (0..1) a person decides."""
    if facts.accusation:
        return _sealed(facts)
    if not facts.guesses:
        return _screened(facts, None, reasons.NOTHING_TOLD, ())
    guess = facts.guesses[0]
    fitting = _fitting(guess.code, facts, duties)
    others = [duty for other in _runners_up(facts.guesses) for duty in _fitting(other.code, facts, duties)[:1]]
    if guess.confidence < threshold:
        return _screened(facts, guess, reasons.unsure(guess), _open(facts, units, (*fitting[:1], *others)))
    if not fitting:
        reason = reasons.nobody(
            guess,
            "责任清单中没有本地负责这一类事项的单位",
            "the catalogue names no local unit for matters of this kind",
        )
        return _screened(facts, guess, reason, _open(facts, units, others))
    candidates = _open(facts, units, fitting)
    chosen, aside = _first_allowed(fitting, facts.excluded, units)
    if chosen is None:
        avoided = fitting[0].unit_code in facts.excluded
        why = (
            (
                "负责的单位是您反映的对象，应当回避",
                "the responsible unit is the one you complain of and must stand aside",
            )
            if avoided
            else ("责任清单所列单位已经撤销", "the unit named in the catalogue no longer exists")
        )
        return _screened(facts, guess, reasons.nobody(guess, *why), _open(facts, units, others))
    duty = next((duty for duty in fitting if duty.unit_code == chosen), fitting[0])
    rest = tuple(dict.fromkeys(code for code in (*candidates, *_open(facts, units, others)) if code != chosen))
    return RoutingDecision(
        outcome=Outcome.DISPATCHED,
        unit_code=chosen,
        category=classes()[guess.code].category(),
        confidence=guess.confidence,
        reason=reasons.responsible(guess, duty.legal_basis, units[chosen].name, aside, facts.lawsuit),
        legal_basis=duty.legal_basis,
        words=guess.words,
        alternatives=rest[:_MOST_ALTERNATIVES],
        excluded=facts.excluded,
    )


def likely(guesses: Sequence[Guess]) -> Sequence[Guess]:
    """Return the likeliest class, and those that come near it."""
    return [*guesses[:1], *_runners_up(guesses)] if guesses else []


def responsible(code: str, facts: Facts, duties: Sequence[Duty], units: Mapping[str, UnitNode]) -> tuple[str, ...]:
    """Return the units the catalogue names for a class at this place, narrowest duty first; never an excluded one."""
    return _open(facts, units, _fitting(code, facts, duties))


def _sealed(facts: Facts) -> RoutingDecision:
    return RoutingDecision(
        outcome=Outcome.RESTRICTED,
        unit_code=None,
        category=None,
        confidence=1.0,
        reason=reasons.SEALED,
        legal_basis=reasons.ARTICLE_30,
        words=facts.accusation,
        alternatives=(),
        excluded=facts.excluded,
    )


def _screened(facts: Facts, guess: Guess | None, why: Reason, alternatives: Collection[str]) -> RoutingDecision:
    return RoutingDecision(
        outcome=Outcome.SCREENING,
        unit_code=None,
        category=classes()[guess.code if guess else OTHER].category(),
        confidence=guess.confidence if guess else 0.0,
        reason=reasons.screened(why, facts.lawsuit),
        legal_basis=reasons.ARTICLE_22,
        words=guess.words if guess else (),
        alternatives=tuple(alternatives)[:_MOST_ALTERNATIVES],
        excluded=facts.excluded,
    )


def _fitting(code: str, facts: Facts, duties: Sequence[Duty]) -> list[Duty]:
    """The duties in force for this class and place, narrowest class first, then narrowest region."""
    region = place_of(facts.place_region, facts.hall_region)
    local = region[:DISTRICT_DIGITS] == facts.hall_region[:DISTRICT_DIGITS]
    fitting = [
        duty
        for duty in duties
        if duty.valid(facts.on)
        and code.startswith(duty.category_code)
        and (region.startswith(duty.region) if duty.region else local)
    ]
    return sorted(fitting, key=lambda duty: (-len(duty.category_code), -len(duty.region), duty.unit_code))


def place_of(place_region: str, hall_region: str) -> str:
    """The place that decides. A place known to the district only is taken to lie where the hall is: people go to the
    nearest one."""
    return hall_region if not place_region or hall_region.startswith(place_region) else place_region


def _first_allowed(
    fitting: Sequence[Duty], excluded: frozenset[str], units: Mapping[str, UnitNode]
) -> tuple[str | None, Aside]:
    """The first responsible unit that is not excluded, else the nearest superior; and what to say about it."""
    first = fitting[0].unit_code
    if first in units and first not in excluded:
        return first, Aside()
    avoided = first in excluded
    for duty in fitting[1:]:
        if len(duty.category_code) >= 4 and duty.unit_code in units and duty.unit_code not in excluded:
            return duty.unit_code, Aside(avoided, next_one=True)
    seen = {first}
    node = units.get(first)
    while node is not None and node.parent and node.parent not in seen:
        seen.add(node.parent)
        node = units.get(node.parent)
        if node is not None and node.code not in excluded:
            return node.code, Aside(avoided, above=True)
    return None, Aside(avoided)


def _open(facts: Facts, units: Mapping[str, UnitNode], duties: Sequence[Duty]) -> tuple[str, ...]:
    """The units of these duties that exist and may be named, each once."""
    codes = (duty.unit_code for duty in duties)
    return tuple(dict.fromkeys(code for code in codes if code in units and code not in facts.excluded))


def _runners_up(guesses: Sequence[Guess]) -> Sequence[Guess]:
    return [other for other in guesses[1:] if other.score >= _RUNNER_UP * guesses[0].score]
