"""The whole life of a matter on a real PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from urllib.parse import urlsplit

import pytest

from server.accounts.tables import Role
from server.cases import attempts
from server.cases.tables import CodeAttempt, PetitionCase
from server.clocks.regime import FOLDER
from server.invariants.every import failures
from server.worker import sweep
from tests.contract import test_boards as boards
from tests.contract import test_handovers as handovers
from tests.contract import test_window as window
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

    def test_of_two_who_make_the_same_at_the_same_moment_one_is_told_so(self, hall: Hall) -> None:
        first, second = (hall.person(f"new.admin{one}", Role.ADMINISTRATOR) for one in range(2))
        body = {"username": "li.si", "display": "李示例", "role": "duty_officer", "unit": "130406-renshe"}
        with ThreadPoolExecutor(2) as both:
            answers = list(both.map(lambda admin: admin.post("/accounts", body), (first, second)))
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        assert {answer.json().get("code") for answer in answers} == {None, "conflict"}

    def test_wrong_codes_for_a_number_nobody_tried_before_are_all_counted(self, hall: Hall) -> None:
        together = Barrier(4)

        def guess(_: int) -> None:
            with hall.work() as work:
                together.wait(10)
                attempts.count_failure(work, "number")

        with ThreadPoolExecutor(4) as strangers:
            list(strangers.map(guess, range(4)))
        with hall.work() as work:
            assert work.session.get_one(CodeAttempt, "number").failures == 4
            assert failures(work) == []


class TestWindowOnPostgresql:
    """What the window, its calls and open boards ask of a database in words of their own."""

    test_once = staticmethod(handovers.test_terminal_and_window_together_file_a_visit_once)
    test_two_windows = staticmethod(handovers.test_two_windows_do_not_share_a_visit)
    test_nothing_left = staticmethod(handovers.test_after_the_day_nothing_is_left)
    test_taken_back = staticmethod(handovers.test_a_visitor_who_goes_on_alone_takes_it_back_until_a_window_has_it)
    test_visits = staticmethod(window.test_the_visits_of_the_day_name_nobody_and_keep_what_is_sealed_or_barred)
    test_person = staticmethod(window.test_a_person_is_looked_for_with_a_reason_and_the_trail_says_which)
    test_boards = staticmethod(boards.test_a_step_moves_the_boards_of_those_who_see_the_matter_and_of_nobody_else)
    test_silence = staticmethod(boards.test_the_complained_of_does_not_even_hear_that_something_happened)


class TestWaysOnPostgresql(Ways):
    @pytest.fixture
    def hall(self, copied: tuple[Path, str]) -> Iterator[Hall]:
        """A centre with every regime that ships."""
        with open_hall(*copied, regimes=tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))) as hall:
            yield hall
