"""Whose time it was: every second of a matter is charged to exactly one party, and the parts add up to the whole. Pure.

A unit's time counts for it while it holds the matter. When its objection proves right, the time since the matter was
sent to it is charged to the sender, who sent it wrong; when it proves wrong, the time of the objection is the unit's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from server.cases.rules import EventType as E


class Party(StrEnum):
    #: registration in the hall
    HALL = "hall"
    #: petition office: screening, objections, and whatever it sent wrong
    OFFICE = "office"
    UNIT = "unit"
    #: common superior or joint conference
    ARBITER = "arbiter"
    #: organ of review or re-review
    REVIEWER = "reviewer"
    #: an answer is served: the petitioner has the word
    PETITIONER = "petitioner"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Moment:
    """What charging needs of an event: `unit` is who holds the matter from then on, or who is spoken of."""

    at: datetime
    event: E
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """A stretch of time and who answers for it. `unit` is "" for hall, office, petitioner and nobody."""

    start: datetime
    end: datetime
    party: Party
    unit: str = ""

    @property
    def length(self) -> timedelta:
        return self.end - self.start


_AFTER: dict[E, Party] = {
    E.VISIT_STARTED: Party.HALL,
    E.REGISTERED: Party.OFFICE,
    E.SCREENING: Party.OFFICE,
    E.DISPATCHED: Party.UNIT,
    E.TAKEN: Party.UNIT,
    E.RESTRICTED: Party.UNIT,
    E.OBJECTED: Party.OFFICE,
    E.RECALLED: Party.OFFICE,
    E.OBJECTION_UPHELD: Party.OFFICE,
    E.OBJECTION_REFUSED: Party.UNIT,
    E.DISPUTED: Party.ARBITER,
    E.ARBITRATED: Party.UNIT,
    E.REOPENED: Party.UNIT,
    E.RESULT_DELIVERED: Party.PETITIONER,
    E.REVIEW_REQUESTED: Party.REVIEWER,
    E.REVIEW_SERVED: Party.PETITIONER,
    E.RECHECK_REQUESTED: Party.REVIEWER,
    E.RECHECK_SERVED: Party.PETITIONER,
    E.NOT_ACCEPTED: Party.NOBODY,
    E.FINALIZED: Party.NOBODY,
    E.MERGED: Party.NOBODY,
}
_NAMED = frozenset({Party.UNIT, Party.ARBITER, Party.REVIEWER})


def charge(moments: Sequence[Moment], until: datetime) -> tuple[Charge, ...]:
    """Return the stretches from the first moment to `until`, in order and without a gap.

    A moment reported later than one after it counts from where the time had got to; none lies after `until`.
    """
    charges: list[Charge] = []
    #: where the present tenure began, where an objection against it, and where a merge
    given = objected = merged = 0
    for number, moment in enumerate(moments):
        start = charges[-1].end if charges else min(moment.at, until)
        following = moments[number + 1].at if number + 1 < len(moments) else until
        end = max(start, min(following, until))
        match moment.event:
            case E.DISPATCHED | E.TAKEN | E.RESTRICTED | E.REOPENED:
                given = len(charges)
            case E.OBJECTED:
                objected = len(charges)
            case E.OBJECTION_UPHELD:
                _blame(charges, given, Party.OFFICE)
            case E.OBJECTION_REFUSED:
                _blame(charges, objected, Party.UNIT, moment.unit)
            case E.MERGED:
                merged = len(charges)
            case E.UNMERGED if merged:
                # whoever had it has it still, and answers for the mistake
                held = charges[merged - 1]
                _blame(charges, merged, held.party, held.unit)
            case E.ARBITRATED:
                _settle(charges, given, moment.unit)
                given = len(charges)
        party = _AFTER.get(moment.event)
        if party is None:
            last = charges[-1] if charges else Charge(start, start, Party.HALL)
            charges.append(replace(last, start=start, end=end))
        else:
            charges.append(Charge(start, end, party, moment.unit if party in _NAMED else ""))
    return tuple(charges)


def totals(charges: Iterable[Charge]) -> dict[tuple[Party, str], timedelta]:
    """Add up by party and unit."""
    found: dict[tuple[Party, str], timedelta] = {}
    for one in charges:
        key = (one.party, one.unit)
        found[key] = found.get(key, timedelta()) + one.length
    return found


def _settle(charges: list[Charge], given: int, winner: str) -> None:
    """Arbitration: a unit that was not named need not answer for the time before; the arbiter's own time stays."""
    for place in range(given, len(charges)):
        one = charges[place]
        if one.party is Party.UNIT and one.unit != winner:
            charges[place] = replace(one, party=Party.OFFICE, unit="")


def _blame(charges: list[Charge], since: int, party: Party, unit: str = "") -> None:
    for place in range(since, len(charges)):
        charges[place] = replace(charges[place], party=party, unit=unit)
