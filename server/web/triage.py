"""Which matters a page of the inbox shows: what presses first, and after all that runs what rests, newest first.

A page goes on after the last matter of the one before: its place is how loud it was, when it was due and its id, so that
whatever is decided meanwhile neither repeats nor skips anything. Counts are of all, and are what the pages would list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import assert_never

from sqlmodel import Session

from server.cases import rules, standing
from server.cases.access import Reader
from server.cases.rules import CaseState
from server.cases.standing import Desk, Matters, Whose
from server.web.countdown import Urgency, loudest_first

PAGE = 50
_LOUDNESS = tuple(Urgency)


class Show(StrEnum):
    """Which matters of the list are shown."""

    ALL = "all"
    WAITING = "waiting"
    RUNNING = "running"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page. `after`: asked for with the next one, "" when this is the last."""

    cases: Matters
    after: str
    counts: Mapping[Show, int]


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """How loud (index of `Urgency`), when due, which matter. Of what rests: when it was registered."""

    loudness: int
    at: datetime
    case_id: str

    def __str__(self) -> str:
        return f"{self.loudness}.{round(self.at.timestamp() * 1_000_000)}.{self.case_id}"


def leaf(
    session: Session,
    who: Reader,
    now: datetime,
    show: Show,
    after: str = "",
    limit: int = PAGE,
    whose: Whose = Whose.ALL,
) -> Leaf:
    """Return one page of what this reader has. An `after` that is none begins at the beginning."""
    desk = standing.desk(session, who, now, whose)
    places = {case_id: _Place(*loudest_first(clocks, now), case_id) for case_id, clocks in desk.clocks.items()}
    last = _read(after)
    listed = sorted(place for place in places.values() if _belongs(desk, place, show))
    coming = [place for place in listed if last is None or place > last]
    shown = list(standing.these(session, who, [place.case_id for place in coming[: limit + 1]]))
    following = [str(places[case.id]) for case in shown]
    resting = _states_at_rest(show)
    if len(shown) <= limit and resting != frozenset():
        begun = (last.at, last.case_id) if last and last.loudness == len(_LOUDNESS) else None
        rest = standing.resting(session, who, resting, begun, limit + 1 - len(shown), whose)
        following += [str(_Place(len(_LOUDNESS), case.registered_at, case.id)) for case in rest]
        shown += rest
    more = following[limit - 1] if len(shown) > limit else ""
    return Leaf(shown[:limit], more, _counts(session, who, desk, places, whose))


def _belongs(desk: Desk, place: _Place, show: Show) -> bool:
    waiting = desk.states[place.case_id] in rules.AWAITING
    match show:
        case Show.ALL:
            return True
        case Show.WAITING:
            return waiting
        case Show.RUNNING:
            return not waiting
        case Show.OVERDUE:
            return _LOUDNESS[place.loudness] is Urgency.OVERDUE
        case _:
            assert_never(show)


def _states_at_rest(show: Show) -> frozenset[CaseState] | None:
    """Return the states whose matters are listed although none of their limits runs; None: all of them."""
    match show:
        case Show.ALL:
            return None
        case Show.WAITING:
            return frozenset(rules.AWAITING)
        case Show.RUNNING | Show.OVERDUE:
            return frozenset()
        case _:
            assert_never(show)


def _counts(session: Session, who: Reader, desk: Desk, places: Mapping[str, _Place], whose: Whose) -> dict[Show, int]:
    running = {show: sum(_belongs(desk, place, show) for place in places.values()) for show in Show}
    return running | {
        Show.ALL: standing.count(session, who, None, whose),
        Show.WAITING: standing.count(session, who, rules.AWAITING, whose),
    }


def _read(text: str) -> _Place | None:
    loudness, _, rest = text.partition(".")
    moment, _, case_id = rest.partition(".")
    if not (loudness.isdecimal() and moment.isdecimal() and len(loudness) == 1 and len(moment) <= 17 and case_id):
        return None
    return _Place(int(loudness), datetime.fromtimestamp(int(moment) / 1_000_000, UTC), case_id)
