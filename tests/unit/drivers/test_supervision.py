from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.core.healthfile import load, update
from drivers.core.status import Absent, Faulty, Ready, Status
from drivers.core.supervision import Health, LastError, Policy, State, observe, pause, supervise

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
GONE = Absent("找不到 · gone", "请插好 · plug it in")
BROKEN = Faulty("坏了 · broken", "请换 · replace it")
STATUSES: st.SearchStrategy[Status] = st.sampled_from([Ready("SAM 1"), GONE, BROKEN])


def after(*statuses: Status) -> Health:
    health = Health()
    for second, status in enumerate(statuses):
        health = observe(health, status, NOON + timedelta(seconds=second))
    return health


def test_a_device_that_goes_and_comes_back_is_counted() -> None:
    health = after(Ready(), Ready(), GONE, GONE, Ready(), BROKEN)
    assert (health.state, health.looks, health.losses, health.recoveries) == (State.FAULTY, 6, 2, 1)
    assert health.since == (NOON + timedelta(seconds=5)).isoformat()
    assert health.last_error == LastError(BROKEN.cause, BROKEN.remedy, health.since)


def test_the_last_error_is_remembered_while_the_device_works() -> None:
    health = after(GONE, Ready("SAM 1"))
    assert (health.state, health.detail) == (State.READY, "SAM 1")
    assert health.last_error is not None
    assert health.last_error.remedy == GONE.remedy


def test_a_device_that_is_there_at_the_first_look_has_recovered_from_nothing() -> None:
    assert after(Ready()).recoveries == 0


def test_a_missing_device_is_tried_ever_less_often_up_to_a_limit() -> None:
    policy = Policy()
    pauses = [pause(after(*[GONE] * n), policy) for n in range(1, 9)]
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert pause(after(*[GONE] * 9, Ready()), policy) == policy.ready


@given(st.lists(STATUSES, max_size=40), st.integers(0, 10**9))
def test_the_counters_always_agree(statuses: list[Status], failures: int) -> None:
    health = after(*statuses)
    assert health.looks == len(statuses)
    assert health.recoveries <= health.losses + 1
    assert (health.failures_in_a_row == 0) == (not statuses or isinstance(statuses[-1], Ready))
    assert 0 < pause(Health(failures_in_a_row=failures), Policy()) <= 30.0
    assert Health.of_data(health.as_data()) == health


def test_only_changes_are_told_and_a_cancel_ends_the_watch() -> None:
    script = iter([Ready("a"), Ready("a"), GONE, GONE, Ready("a")])
    told: list[tuple[State, State]] = []
    cancel = threading.Event()

    def look() -> Status:
        status = next(script, None)
        if status is None:
            cancel.set()
            return Ready("a")
        return status

    last = supervise(
        look,
        lambda before, now: told.append((before.state, now.state)),
        cancel=cancel,
        now=lambda: NOON,
        policy=Policy(ready=0.001, first=0.001, longest=0.001),
    )
    assert told == [(State.UNKNOWN, State.READY), (State.READY, State.ABSENT), (State.ABSENT, State.READY)]
    assert (last.looks, last.losses, last.recoveries) == (6, 1, 1)


def test_counters_are_kept_in_a_file_for_each_device(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "devices.json"
    for status in (Ready(), GONE, Ready()):
        update(path, "读卡器", lambda health, status=status: observe(health, status, NOON))  # type: ignore[misc]
    update(path, "camera", lambda health: observe(health, BROKEN, NOON))
    stored = load(path)
    assert (stored["读卡器"].losses, stored["读卡器"].recoveries, stored["camera"].state) == (1, 1, State.FAULTY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        '{"devices": 3}',
        '{"devices": {"a": {"state": "odd"}}}',
        '{"devices": {"a": {"looks": "x"}}}',
    ],
)
def test_a_spoiled_file_starts_the_counters_anew(tmp_path: Path, text: str) -> None:
    path = tmp_path / "devices.json"
    path.write_text(text, encoding="utf-8")
    assert load(path) == {}
    assert update(path, "a", lambda health: observe(health, GONE, NOON)).looks == 1
    assert load(path)["a"].looks == 1


def test_a_place_that_cannot_be_written_costs_only_the_memory() -> None:
    assert update(Path("/proc/no/devices.json"), "a", lambda health: observe(health, GONE, NOON)).looks == 1
