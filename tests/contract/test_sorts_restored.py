"""The sorts of matters follow from their histories, whatever became of the column."""

from __future__ import annotations

from server.cases import sorting
from server.cases.tables import PetitionCase
from tests.contract.hall import Hall, registered, registration
from tests.contract.way import sound


def test_sorts_are_restored_from_what_the_history_says(hall: Hall) -> None:
    case_id = registered(hall.kiosk(), "row-0000-0001", registration()).petition_id
    with hall.session() as session:
        case = session.get_one(PetitionCase, case_id)
        before, case.sorts = case.sorts, "danger"
    assert not sound(hall)
    with hall.work() as work:
        assert sorting.restore(work) == 1
    with hall.work() as work:
        assert work.session.get_one(PetitionCase, case_id).sorts == before
        assert sorting.restore(work) == 0
    assert sound(hall)
