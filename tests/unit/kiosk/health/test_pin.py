"""The attendant's PIN: guessing takes ever longer, pulling the plug does not help, and nothing of it is kept in the clear."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.health.pin import FREE, LONGEST_WAIT, check, hashed, wait_after

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
KEPT = hashed("246810")


@pytest.mark.expect_log("wrong PIN")
def test_a_finger_may_slip_and_then_each_wrong_try_waits_twice_as_long(tmp_path: Path) -> None:
    file, now, waits = tmp_path / "pin.json", NOW, []
    for _ in range(FREE + 3):
        right, wait = check("000000", KEPT, file, now)
        assert not right
        waits.append(wait)
        now += timedelta(seconds=wait)
    assert waits == [0, 0, 30, 60, 120]
    assert check("246810", KEPT, file, now) == (True, 0)
    assert check("000000", KEPT, file, now) == (False, 0), "a right one begins anew"


@pytest.mark.expect_log("wrong PIN")
def test_while_the_wait_lasts_the_right_pin_does_not_open_either_and_a_restart_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "pin.json"
    for _ in range(FREE + 1):
        check("000000", KEPT, file, NOW)
    assert check("246810", KEPT, file, NOW + timedelta(seconds=10)) == (False, 20)
    assert check("246810", KEPT, file, NOW + timedelta(seconds=30)) == (True, 0)
    assert "246810" not in file.read_text()


@pytest.mark.expect_log("wrong PIN")
def test_a_clock_that_was_ahead_locks_nobody_out_for_the_days_it_was_ahead(tmp_path: Path) -> None:
    file = tmp_path / "pin.json"
    for _ in range(FREE + 1):
        check("000000", KEPT, file, NOW + timedelta(days=400))
    assert check("246810", KEPT, file, NOW) == (False, 30), "the wait itself stays"
    assert check("246810", KEPT, file, NOW + timedelta(seconds=31)) == (True, 0)


def test_the_wait_never_grows_beyond_an_hour() -> None:
    assert wait_after(500) == LONGEST_WAIT


@pytest.mark.parametrize("pin", ["12345", "1234567890123", "12345a", "一二三四五六", ""])
def test_a_pin_that_is_too_short_or_no_digits_is_refused(pin: str) -> None:
    with pytest.raises(ValueError, match="6"):
        hashed(pin)


@pytest.mark.expect_log("damaged")
@pytest.mark.expect_log("wrong PIN")
def test_a_damaged_count_gives_no_free_tries(tmp_path: Path) -> None:
    file = tmp_path / "pin.json"
    file.write_text("{")
    assert check("000000", KEPT, file, NOW) == (False, 30)


@pytest.mark.expect_log("wrong PIN")
def test_a_hash_that_was_mistyped_in_the_settings_opens_to_nobody(tmp_path: Path) -> None:
    assert check("246810", "not a hash", tmp_path / "pin.json", NOW) == (False, 0)
