"""What the worker does side by side on PostgreSQL: nobody waits for whoever holds a matter."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.cases import telling
from server.cases.tables import PetitionCase
from tests.contract.hall import open_hall, registered, registration

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]


def test_a_deputy_stands_in_when_the_matter_is_free_again(database: str, tmp_path: Path) -> None:
    """The sweep holds matters and notes who hears of them; two that note the same in another order would lock each other."""
    with open_hall(tmp_path / "data", database) as hall:
        answer = registered(hall.kiosk(), "row-0000-0001", registration())
        telling.lay_out(hall.centre)
        hall.clock.forward(days=1)
        with hall.work() as sweep:
            sweep.session.get(PetitionCase, answer.petition_id, with_for_update=True)
            assert telling.stand_in(hall.centre) == 0
        assert telling.stand_in(hall.centre) > 0
