"""The whole life of a matter on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from server.cases.tables import PetitionCase
from server.clocks.regime import FOLDER
from server.worker import sweep
from tests.contract.again import Again
from tests.contract.byhand import ByHand
from tests.contract.hall import Hall, open_hall, prepare, registered, registration
from tests.contract.intake import Intake
from tests.contract.lifecycle import Lifecycle
from tests.contract.quarrel import Quarrel
from tests.contract.search import Search
from tests.contract.stolen import Stolen
from tests.contract.way import Way
from tests.contract.ways import Ways
from tests.integration.conftest import own_database

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]


@pytest.fixture(scope="module")
def seeded(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A database to copy, by name, and the folder with its keys: building one takes longer than most tests."""
    data = tmp_path_factory.mktemp("seeded") / "data"
    with own_database(postgresql) as url:
        prepare(data, url)
        yield urlsplit(url).path.lstrip("/"), data


@pytest.fixture
def copied(postgresql: str, seeded: tuple[str, Path], tmp_path: Path) -> Iterator[tuple[Path, str]]:
    template, data = seeded
    shutil.copytree(data, tmp_path / "data")
    with own_database(postgresql, template) as url:
        yield tmp_path / "data", url


@pytest.fixture
def hall(copied: tuple[Path, str]) -> Iterator[Hall]:
    with open_hall(*copied) as hall:
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
    def hall(self, copied: tuple[Path, str]) -> Iterator[Hall]:
        """A centre with every regime that ships."""
        with open_hall(*copied, regimes=tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))) as hall:
            yield hall
