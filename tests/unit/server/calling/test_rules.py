"""What a number may become."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest

from server.calling.rules import TicketState, WindowDeed, after, day_of, label


@pytest.mark.parametrize(("state", "deed"), list(product(TicketState, WindowDeed)))
def test_only_a_called_number_is_recalled_skipped_or_finished(state: TicketState, deed: WindowDeed) -> None:
    possible = after(state, deed) is not None
    if deed is WindowDeed.CALL:
        assert possible is (state in (TicketState.WAITING, TicketState.SKIPPED))
    else:
        assert possible is (state is TicketState.CALLED)


def test_numbers_are_said_alike_and_begin_anew_at_the_midnight_of_the_hall() -> None:
    assert (label(7), label(1234)) == ("A007", "A1234")
    assert day_of(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == "260302"
    assert day_of(datetime(2026, 3, 1, 15, 59, tzinfo=UTC)) == "260301"
