"""The history of a matter: what is replayed equals what is stored, and a changed row is found."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from server.cases import journal, proof, rules, service
from server.cases.rules import CaseState, EventType
from server.cases.tables import PetitionCase
from server.core.errors import HallError
from tests.contract.hall import Hall, open_hall, registered, registration


@contextmanager
def one_matter(folder: Path) -> Iterator[tuple[Hall, str]]:
    with open_hall(folder) as hall:
        yield hall, registered(hall.kiosk(), "row-0000-0001", registration()).petition_id


@pytest.fixture(scope="module")
def matter() -> Iterator[tuple[Hall, str]]:
    with tempfile.TemporaryDirectory() as folder, one_matter(Path(folder)) as found:
        yield found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.sampled_from(EventType), max_size=10))
def test_replayed_state_equals_stored_state_whatever_happens(matter: tuple[Hall, str], events: list[EventType]) -> None:
    hall, case_id = matter
    for event in events:
        hall.clock.forward(minutes=1)
        with hall.work() as work:
            case = work.session.get_one(PetitionCase, case_id)
            possible = rules.possible(CaseState(case.state), event)
            try:
                service.record(work, case, event, work.now, {"remark": event.value})
            except HallError as refused:
                assert not possible
                assert refused.code == "wrong_state"
                work.session.rollback()
            else:
                assert possible
    with hall.work() as work:
        case = work.session.get_one(PetitionCase, case_id)
        steps = journal.history(work.session, work.vault, case_id)
        assert rules.project(step.type for step in steps) == case.state
        assert proof.history_holds(work, case) == []


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE case_event SET type = 'acknowledged' WHERE seq = 3",
        "UPDATE case_event SET at = '2020-01-01 00:00:00.000000' WHERE seq = 2",
        "UPDATE case_event SET actor = 'account:nobody' WHERE seq = 1",
        "UPDATE case_event SET payload_sealed = (SELECT payload_sealed FROM case_event WHERE seq = 1) WHERE seq = 3",
        "DELETE FROM case_event WHERE seq = 3",
        "DELETE FROM case_event WHERE seq = 1",
        "UPDATE petition_case SET state = 'delivered'",
    ],
)
def test_a_row_changed_by_hand_is_found(tmp_path: Path, deed: str) -> None:
    with one_matter(tmp_path) as (hall, _):
        with hall.work() as work:
            assert proof.verify(work) == []
            assert work.session.execute(text(deed)).rowcount == 1  # type: ignore[attr-defined]
        with hall.work() as work:
            assert len(proof.verify(work)) == 1


def test_a_refused_step_leaves_nothing_behind(tmp_path: Path) -> None:
    with one_matter(tmp_path) as (hall, case_id):
        later = hall.clock() + timedelta(minutes=1)
        with pytest.raises(HallError), hall.work() as work:
            case = work.session.get_one(PetitionCase, case_id)
            service.record(work, case, EventType.RESULT_DELIVERED, later, {})
        with hall.work() as work:
            assert work.session.get_one(PetitionCase, case_id).state == CaseState.DISPATCHED
            assert len(journal.history(work.session, work.vault, case_id)) == 3
