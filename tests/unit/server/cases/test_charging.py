"""Every second of a matter is somebody's, and nobody's twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from server.cases.charging import Moment, Party, charge, totals
from server.cases.rules import EventType as E

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
A, B = "130406-a", "130406-b"


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def spent(*way: tuple[float, E, str], until: float) -> dict[tuple[Party, str], float]:
    charges = charge([Moment(at(hour), event, unit) for hour, event, unit in way], at(until))
    return {key: length.total_seconds() / 3600 for key, length in totals(charges).items() if length}


@given(
    st.lists(st.tuples(st.integers(-50, 50), st.sampled_from(E), st.sampled_from([A, B, ""])), min_size=1, max_size=25),
    st.integers(-50, 120),
)
def test_the_parts_add_up_to_the_whole_without_a_gap(way: list[tuple[int, E, str]], until: int) -> None:
    charges = charge([Moment(at(hour), event, unit) for hour, event, unit in way], at(until))
    assert all(earlier.end == later.start for earlier, later in pairwise(charges))
    assert all(one.length >= timedelta(0) for one in charges)
    first, last = min(at(way[0][0]), at(until)), max(at(until), charges[0].start)
    assert charges[0].start == first
    assert sum(totals(charges).values(), timedelta()) == charges[-1].end - first
    assert charges[-1].end == last


def test_a_unit_answers_for_the_time_it_held_the_matter() -> None:
    way = ((0, E.VISIT_STARTED, ""), (1, E.REGISTERED, ""), (1, E.DISPATCHED, A), (4, E.RESULT_DELIVERED, ""))
    found = spent(*way, until=6)
    assert found == {(Party.HALL, ""): 1, (Party.UNIT, A): 3, (Party.PETITIONER, ""): 2}


def test_an_objection_that_was_right_costs_the_sender_all_of_it() -> None:
    way = ((0, E.DISPATCHED, A), (2, E.OBJECTED, "office"), (3, E.OBJECTION_UPHELD, "office"), (5, E.DISPATCHED, B))
    assert spent(*way, until=6) == {(Party.OFFICE, ""): 5, (Party.UNIT, B): 1}


def test_an_objection_that_was_wrong_costs_the_unit_all_of_it() -> None:
    way = ((0, E.DISPATCHED, A), (2, E.OBJECTED, "office"), (5, E.OBJECTION_REFUSED, A))
    assert spent(*way, until=6) == {(Party.UNIT, A): 6}


def test_arbitration_frees_the_unit_that_was_not_named_and_keeps_the_arbiters_time() -> None:
    before = ((0, E.DISPATCHED, A), (1, E.OBJECTED, "office"), (2, E.OBJECTION_REFUSED, A), (3, E.DISPUTED, "top"))
    to_other = spent(*before, (7, E.ARBITRATED, B), until=8)
    assert to_other == {(Party.OFFICE, ""): 3, (Party.ARBITER, "top"): 4, (Party.UNIT, B): 1}
    to_same = spent(*before, (7, E.ARBITRATED, A), until=8)
    assert to_same == {(Party.UNIT, A): 4, (Party.ARBITER, "top"): 4}


def test_what_only_is_written_down_leaves_the_time_where_it_was() -> None:
    way = ((0, E.DISPATCHED, A), (1, E.PROGRESS_NOTED, ""), (2, E.CLOCK_EXPIRED, ""), (3, E.RATED, ""))
    assert spent(*way, until=4) == {(Party.UNIT, A): 4}
