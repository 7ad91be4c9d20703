from __future__ import annotations

import threading

import pytest

from drivers.core.blocking import TimedOut, run_blocking
from drivers.core.errors import Cancelled

NEVER = threading.Event()


def test_a_result_comes_back() -> None:
    assert run_blocking(lambda: 7, timeout=1, cancel=NEVER) == 7


def test_an_error_is_raised_where_the_call_was_made() -> None:
    def fail() -> None:
        raise LookupError("inside")

    with pytest.raises(LookupError, match="inside"):
        run_blocking(fail, timeout=1, cancel=NEVER)


def test_a_call_that_hangs_is_left_behind_and_cleans_up_when_it_comes_back() -> None:
    release, cleaned = threading.Event(), threading.Event()
    with pytest.raises(TimedOut):
        run_blocking(lambda: release.wait(10), timeout=0.1, cancel=NEVER, late=cleaned.set)
    assert not cleaned.is_set()
    release.set()
    assert cleaned.wait(5)


def test_cancel_ends_the_wait() -> None:
    release, cancel, cleaned = threading.Event(), threading.Event(), threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        run_blocking(lambda: release.wait(10), timeout=5, cancel=cancel, late=cleaned.set)
    release.set()
    assert cleaned.wait(5)


def test_a_call_in_time_is_not_cleaned_up_after() -> None:
    cleaned = threading.Event()
    run_blocking(lambda: None, timeout=1, cancel=NEVER, late=cleaned.set)
    assert not cleaned.wait(0.05)
