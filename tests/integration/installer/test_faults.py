"""Web processes and worker are killed while terminals register: the bench at a size that a test can wait for."""

from __future__ import annotations

import pytest

from installer.bench.faults import measure

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]

MATTERS = 40


def test_what_was_acknowledged_is_stored_once_and_nothing_else_when_processes_are_killed(database: str) -> None:
    found = measure(database, MATTERS, users=6, seconds=8)
    assert found["trouble"] == []
    assert found["cases"] == found["acknowledged"] > 0
    assert found["killed_web"] > 0
    assert found["clocks_fired"] > 0 and found["clocks_waiting"] == 0
