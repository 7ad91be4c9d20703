"""What regimes wait for, the life of a matter brings; what it brings, somebody may wait for."""

from __future__ import annotations

from server.cases import rules
from server.clocks.events import Event
from server.clocks.regime import FOLDER, load_regimes


def test_every_event_a_regime_names_can_happen() -> None:
    named = {
        event
        for regime in load_regimes(sorted(path.stem for path in FOLDER.glob("*.toml")))
        for rule in regime.rule
        for pause in (None, *rule.pause)
        for event in ({rule.from_event, rule.to_event} if pause is None else {pause.on, *pause.resume, *pause.restart})
    }
    assert {event.value for event in named} - rules.every_name() == set()


def test_a_regime_can_name_nothing_that_never_happens() -> None:
    assert {event.value for event in Event} == rules.every_name()
