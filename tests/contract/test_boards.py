"""Open boards are told to look again by those alone who may see what happened."""

from __future__ import annotations

from server.cases.changes import changed
from server.contract.v1 import ComplainedOf
from server.notify.boards import Boards
from tests.contract.hall import Hall, registered, registration

WATCHING = ("renshe.duty", "renshe.leader", "convenor", "xinfang.duty", "shuili.duty", "nobody")


def test_a_step_moves_the_boards_of_those_who_see_the_matter_and_of_nobody_else(hall: Hall) -> None:
    kiosk = hall.kiosk()
    boards = Boards(changed)
    with hall.session() as session:
        assert boards.look(session, WATCHING) == frozenset()
    registered(kiosk, "row-0000-0001", registration())
    with hall.session() as session:
        assert boards.look(session, WATCHING) == {"renshe.duty", "renshe.leader", "convenor", "xinfang.duty"}
        assert boards.look(session, WATCHING) == frozenset(), "told once"
    registered(kiosk, "row-0000-0002", registration(complained_of=(ComplainedOf(name="区人社局"),)))
    boards.rest()
    with hall.session() as session:
        assert boards.look(session, WATCHING) == frozenset(), "who begins to watch has read the present"


def test_the_complained_of_does_not_even_hear_that_something_happened(hall: Hall) -> None:
    registered(hall.kiosk(), "row-0000-0001", registration(complained_of=(ComplainedOf(name="区人社局"),)))
    with hall.session() as session:
        ids, concerned = changed(session, 0, (), WATCHING)
        assert changed(session, max(ids), ids, WATCHING)[1] == concerned, "what was missing then and came later"
    assert ids
    assert "xinfang.duty" in concerned
    assert not concerned & {"renshe.duty", "renshe.leader", "shuili.duty", "nobody"}
