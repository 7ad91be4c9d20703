"""Who asks too often waits, and nobody else does."""

from __future__ import annotations

import pytest

from server.core.errors import HallError
from server.core.rates import Rate


def test_a_burst_then_so_many_a_minute_and_each_for_himself() -> None:
    moment = 0.0
    rate = Rate(60, lambda: moment)
    for _ in range(30):
        rate.take("one")
    with pytest.raises(HallError) as refused:
        rate.take("one")
    assert (refused.value.code, refused.value.retry_after) == ("too_many_requests", 2)
    rate.take("other")
    moment = 1.5
    rate.take("one")
    with pytest.raises(HallError):
        rate.take("one")


def test_waiting_as_long_as_told_is_long_enough() -> None:
    moment = 0.0
    rate = Rate(7, lambda: moment)
    for _ in range(3):
        rate.take("one")
    with pytest.raises(HallError) as refused:
        rate.take("one")
    assert refused.value.retry_after is not None
    moment = float(refused.value.retry_after)
    rate.take("one")
