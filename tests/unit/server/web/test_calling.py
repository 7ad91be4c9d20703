"""Numbers from the slip to the wall, as the reception and a screen without a session see them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx2

from server.accounts.tables import Account, Role
from server.calling import displays, streams
from server.cases.tables import PetitionCase
from server.core.centre import Centre
from server.core.database import transaction
from server.core.work import Work
from tests.unit.server.web.test_pages import Hall, hall

__all__ = ["hall"]

REGION = "130406001"


def centre_of(hall: Hall) -> Centre:
    found = hall.client.app.state.centre  # type: ignore[attr-defined]
    assert isinstance(found, Centre)
    return found


def screen(hall: Hall) -> str:
    """Make a screen; return its token."""
    centre = centre_of(hall)
    with transaction(centre.engine, centre.domain) as session:
        made = displays.make(
            Work(session, centre, centre.clock(), "account:admin"), displays.DisplayRequest(name="一楼", region=REGION)
        )
    return made.address.rpartition("=")[2]


def send(hall: Hall, what: str, **form: object) -> httpx2.Response:
    data = {"csrf": hall.token("/calling"), "window": 3, **form}
    return hall.client.post(f"/calling/{what}", data=data)


def test_a_number_goes_from_the_slip_to_a_window_and_onto_the_wall_without_a_name(hall: Hall) -> None:
    token = screen(hall)
    first = hall.kiosk.register()
    assert "您的排队号是 A001" in first.receipt.next_steps[0]
    second = hall.kiosk.register()
    hall.sign_in("petition.duty")
    assert send(hall, "next").headers["location"] == "/calling?window=3&done=call&number=A001"
    send(hall, "next")
    hall.client.cookies.clear()
    board = hall.client.get("/api/v1/wall", params={"t": token}).json()
    assert [(one["number"], one["window"]) for one in board["called"]] == [("A002", 3), ("A001", 3)]
    assert board["waiting"] == 0
    assert [line["number"] for line in board["today"]["lines"]] == [
        f"…{second.number[-5:]}",
        f"…{first.number[-5:]}",
    ]
    page = hall.client.get("/wall", params={"t": token}).text
    assert "A002" in page
    assert "请A002号，到3号窗口" in page
    for secret in ("张", "拖欠", first.number, first.petition_id, first.query_code):
        assert secret not in page


def test_skipped_and_called_again_and_finished(hall: Hall) -> None:
    hall.sign_in("petition.duty")
    assert send(hall, "draw").headers["location"].endswith("done=draw&number=A001")
    assert send(hall, "skip").status_code == 409
    send(hall, "next")
    assert send(hall, "recall").headers["location"].endswith("number=A001")
    assert "已叫 2 次" in hall.client.get("/calling?window=3").text
    send(hall, "skip")
    assert send(hall, "next").status_code == 409
    assert send(hall, "number", number="a1", window=5).headers["location"].endswith("window=5&done=call&number=A001")
    assert send(hall, "number", number="A009").status_code == 404
    assert send(hall, "number", number="nonsense").status_code == 404
    assert send(hall, "finish", window=5).status_code == 303
    assert send(hall, "finish", window=5).status_code == 409


def test_sealed_and_confidential_matters_are_not_on_the_wall_and_no_number_is_called_for_a_sealed_one(
    hall: Hall,
) -> None:
    token = screen(hall)
    accusation = hall.kiosk.register("举报某某局长收受贿赂、贪污公款，请纪委查处。")
    assert not any("排队号" in step for step in accusation.receipt.next_steps)
    hidden = hall.kiosk.register()
    centre = centre_of(hall)
    with transaction(centre.engine) as session:
        case = session.get_one(PetitionCase, hidden.petition_id)
        case.confidential = True
        session.add(case)
    today = hall.client.get("/api/v1/wall", params={"t": token}).json()["today"]
    assert (today["registered"], today["lines"]) == (0, [])


def test_without_the_token_of_an_open_screen_there_is_no_wall(hall: Hall) -> None:
    token = screen(hall)
    answers = [hall.client.get(path, params={"t": "wrong"}) for path in ("/wall", "/wall/board", "/api/v1/wall")]
    assert {answer.status_code for answer in answers} == {404}
    assert hall.client.get("/api/v1/wall/stream", params={"t": "wrong"}).status_code == 404
    centre = centre_of(hall)
    with transaction(centre.engine) as session:
        displays.revoke(Work(session, centre, centre.clock(), "account:admin"), 1)
    assert hall.client.get("/wall", params={"t": token}).status_code == 404


def test_only_the_reception_of_the_hall_calls(hall: Hall) -> None:
    hall.sign_in("labour.duty")
    assert hall.client.get("/calling").status_code == 403
    assert "叫号" not in hall.client.get("/inbox").text
    hall.sign_in("petition.duty")
    assert "叫号" in hall.client.get("/inbox").text


def test_a_new_day_begins_with_the_first_number(hall: Hall) -> None:
    hall.kiosk.register()
    hall.clock.ahead = timedelta(days=1)
    assert "A001" in hall.kiosk.register().receipt.next_steps[0]


def test_the_administrator_makes_and_ends_a_screen(hall: Hall) -> None:
    centre = centre_of(hall)
    with transaction(centre.engine) as session:
        account = session.get_one(Account, "petition.duty")
        account.role = Role.ADMINISTRATOR
        session.add(account)
    hall.sign_in("petition.duty")
    made = hall.client.post("/displays", data={"csrf": hall.token("/displays"), "name": "一楼", "region": REGION})
    token = made.text.split("/wall?t=")[1].split("<")[0]
    assert hall.client.get("/wall", params={"t": token}).status_code == 200
    assert token not in hall.client.get("/displays").text
    assert hall.client.post("/displays", data={"csrf": hall.token("/displays"), "name": ""}).status_code == 422
    hall.client.post("/displays/1/revoke", data={"csrf": hall.token("/displays")})
    assert hall.client.get("/wall", params={"t": token}).status_code == 404


def test_a_screen_is_told_to_look_when_something_changed(hall: Hall) -> None:
    stamps, seen = iter([1, 1, 2]), 1

    def stamp() -> int:
        nonlocal seen
        seen = next(stamps, seen)
        return seen

    async def listen() -> list[bytes]:
        return [chunk async for chunk in streams.looks(centre_of(hall), stamp, lambda: seen == 2)]

    assert asyncio.run(listen()) == [b"retry: 3000\n\n", b"event: wall\ndata: look\n\n"]
