"""The whole life of a matter on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.cases.tables import PetitionCase
from server.clocks.regime import FOLDER
from server.worker import sweep
from tests.contract.again import Again
from tests.contract.byhand import ByHand
from tests.contract.hall import Hall, open_hall, registered, registration
from tests.contract.intake import Intake
from tests.contract.lifecycle import Lifecycle
from tests.contract.quarrel import Quarrel
from tests.contract.search import Search
from tests.contract.stolen import Stolen
from tests.contract.way import Way
from tests.contract.ways import Ways

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]


@pytest.fixture
def hall(database: str, tmp_path: Path) -> Iterator[Hall]:
    with open_hall(tmp_path / "data", database) as hall:
        yield hall


class TestOnPostgresql(Lifecycle, Way, Quarrel, Again, Intake, ByHand, Search, Stolen):
    def test_a_matter_somebody_works_on_is_swept_in_the_next_round(self, hall: Hall) -> None:
        answer = registered(hall.kiosk(), "row-0000-0001", registration())
        hall.clock.forward(minutes=6)
        with hall.session() as busy:
            busy.get_one(PetitionCase, answer.petition_id, with_for_update=True)
            assert sweep(hall.centre) == 0
        assert sweep(hall.centre) == 1
        assert sweep(hall.centre) == 0

    def test_a_text_the_database_refuses_is_a_coded_answer(self, hall: Hall) -> None:
        answer = hall.http.post("/api/v1/session", json={"username": "a\0b", "password": "x"})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


class TestWaysOnPostgresql(Ways):
    @pytest.fixture
    def hall(self, database: str, tmp_path: Path) -> Iterator[Hall]:
        """A centre with every regime that ships."""
        names = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
        with open_hall(tmp_path / "data", database, regimes=names) as hall:
            yield hall
