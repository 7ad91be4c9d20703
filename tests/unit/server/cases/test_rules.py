"""The table of a matter's life."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.cases import rules
from server.cases.rules import CaseState, EventType, ImpossibleStep
from server.cases.wording import STATE_TEXT
from server.clocks.events import Event
from server.web.timeline import EVENT_TEXTS

E = EventType


def reachable() -> set[CaseState | None]:
    found: set[CaseState | None] = {None}
    while True:
        more = {to for (state, _), to in rules.TRANSITIONS.items() if state in found} | found
        if more == found:
            return found
        found = more


def test_every_state_is_reached_from_the_start() -> None:
    assert reachable() == {None, *CaseState}


def test_every_state_but_the_last_leads_on() -> None:
    assert set(CaseState) - {state for state, _ in rules.TRANSITIONS} == rules.FINAL


def test_every_state_and_event_has_words_and_clocks_know_what_they_hear_of() -> None:
    assert set(STATE_TEXT) == set(CaseState)
    assert set(EVENT_TEXTS) == set(EventType)
    named = {name for names in rules.CLOCK_EVENTS.values() for name in names}
    assert named <= {event.value for event in Event}


def test_a_matter_goes_from_the_door_to_the_result() -> None:
    way = (
        *(E.VISIT_STARTED, E.REGISTERED, E.DISPATCHED, E.ACKNOWLEDGED, E.ON_SCENE, E.INTERVIEW_CLOSED),
        *(E.ACCEPTED, E.WRITTEN_NOTICE, E.OPINION_ISSUED, E.RESULT_DELIVERED),
    )
    assert rules.project(way) is CaseState.DELIVERED
    assert rules.project(()) is None


@pytest.mark.parametrize("event", sorted(rules.NEUTRAL))
def test_what_moves_nothing_is_possible_once_registered_and_not_before(event: EventType) -> None:
    for state in set(CaseState) - {CaseState.VISITING}:
        assert rules.step(state, event) is state
    for before in (None, CaseState.VISITING):
        with pytest.raises(ImpossibleStep):
            rules.step(before, event)


@given(st.lists(st.sampled_from(EventType), max_size=12))
def test_any_order_of_events_projects_or_is_refused(events: list[EventType]) -> None:
    state: CaseState | None = None
    for event in events:
        if not rules.possible(state, event):
            with pytest.raises(ImpossibleStep):
                rules.step(state, event)
            return
        state = rules.step(state, event)
    assert rules.project(events) is state
