"""Which matters a page of the inbox shows: what presses first, and after all that runs what rests, newest first.

A page goes on after the last matter of the one before: its place is how loud it was, when it was due and its id, so that
whatever is decided meanwhile neither repeats nor skips anything. Counts are of all, and are what the pages would list, as far as
`reach.MOST`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import assert_never

from sqlmodel import Session

from server.cases import reach, rules, standing
from server.cases.access import Reader
from server.cases.rules import CaseState
from server.cases.standing import Desk, Loudness, Matters, Near, Whose
from server.web.countdown import NEAR_AT_LEAST, NEAR_SHARE, Urgency, loudest_first

PAGE = 50
#: as `Loudness` numbers them, and what rests
_LOUDNESS = tuple(Urgency)
_AWAITING = tuple(sorted(rules.AWAITING))


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
    last, wanted = _read(after), limit + 1
    unsettled = standing.unsettled(session, who, now, whose)
    mine = {case_id: _Place(*loudest_first(clocks, now), case_id) for case_id, clocks in unsettled.clocks.items()}
    found = standing.pressing(
        session,
        who,
        now,
        Near(NEAR_SHARE, NEAR_AT_LEAST),
        wanted,
        whose=whose,
        awaiting={Show.WAITING: True, Show.RUNNING: False}.get(show),
        loudness=Loudness.OVERDUE if show is Show.OVERDUE else None,
        after=(last.loudness, last.at, last.case_id) if last else None,
    )
    coming = [place for place in mine.values() if _belongs(unsettled, place, show) and (last is None or place > last)]
    coming += [_Place(loud, at, case_id) for loud, at, case_id in found.places]
    places = {place.case_id: place for place in sorted(coming)[:wanted]}
    shown = list(standing.these(session, who, list(places)))
    following = [str(places[case.id]) for case in shown]
    resting = _states_at_rest(show)
    if len(shown) <= limit and resting != ():
        begun = (last.at, last.case_id) if last and last.loudness == len(_LOUDNESS) else None
        rest = standing.resting(session, who, resting, begun, wanted - len(shown), whose)
        following += [str(_Place(len(_LOUDNESS), case.registered_at, case.id)) for case in rest]
        shown += rest
    more = following[limit - 1] if len(shown) > limit else ""
    counts = {show: sum(_belongs(unsettled, place, show) for place in mine.values()) for show in Show}
    for (loudness, awaiting), number in found.counts.items():
        counts[Show.ALL] += number
        counts[Show.WAITING if awaiting else Show.RUNNING] += number
        counts[Show.OVERDUE] += number if loudness is Loudness.OVERDUE else 0
    # those none of whose limits runs belong to two of the lists; asked for where they can change the number
    for one, states in ((Show.ALL, None), (Show.WAITING, _AWAITING)):
        many = counts[one] >= reach.MOST
        counts[one] = reach.MOST if many else standing.count(session, who, states, whose)
    return Leaf(shown[:limit], more, counts)


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


def _states_at_rest(show: Show) -> tuple[CaseState, ...] | None:
    """Return the states whose matters are listed although none of their limits runs; None: all of them."""
    match show:
        case Show.ALL:
            return None
        case Show.WAITING:
            return _AWAITING
        case Show.RUNNING | Show.OVERDUE:
            return ()
        case _:
            assert_never(show)


def _read(text: str) -> _Place | None:
    loudness, _, rest = text.partition(".")
    moment, _, case_id = rest.partition(".")
    if not (loudness.isdecimal() and moment.isdecimal() and len(loudness) == 1 and len(moment) <= 17 and case_id):
        return None
    return _Place(int(loudness), datetime.fromtimestamp(int(moment) / 1_000_000, UTC), case_id)
