"""Memory is given back, whatever the system."""

from __future__ import annotations

from kiosk.reading.memory import give_back, pictures_apart, resident


def test_what_is_in_use_is_known_and_giving_back_loses_nothing() -> None:
    kept = bytes(1_000_000)
    give_back()
    assert resident() > len(kept)


def test_pictures_kept_apart_go_back_to_the_system_as_soon_as_they_are_freed() -> None:
    pictures_apart()
    # after this one glibc by itself would keep whatever is smaller
    larger = bytearray(30_000_000)
    del larger
    small = resident()
    held = bytearray(24_000_000)
    assert resident() - small > 16_000_000
    del held
    assert resident() - small < 12_000_000
