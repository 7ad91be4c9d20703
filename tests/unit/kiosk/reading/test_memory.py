"""Memory is given back, whatever the system."""

from __future__ import annotations

from kiosk.reading.memory import give_back, resident


def test_what_is_in_use_is_known_and_giving_back_loses_nothing() -> None:
    kept = bytes(1_000_000)
    give_back()
    assert resident() > len(kept)
