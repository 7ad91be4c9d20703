"""A visit goes on at the window: once, for that window alone, and nothing of it stays."""

from __future__ import annotations

import hashlib

import pytest
from sqlmodel import select

from server.accounts.tables import Role
from server.cases import sealing
from server.cases.handover_tables import Handover
from server.cases.tables import PageUpload, PetitionCase
from server.contract.v1 import RegisterResponse
from server.notify.tables import Notice, NoticeKind
from server.units.tables import Post, PostRole
from server.worker import tidy
from tests.contract.hall import LI, Hall, Staff, page_image, registration, send
from tests.contract.handover import VISIT, asked, completed, draft, handed_over, status


def second_window(hall: Hall) -> Staff:
    staff = hall.person("window.two", Role.WINDOW, "130406-xinfang")
    with hall.session() as session:
        session.add(Post(unit="130406-xinfang", role=PostRole.DUTY_OFFICER, account="window.two", holder="示例"))
    return staff


def test_the_window_goes_on_where_the_visitor_stood_and_the_terminal_hears_of_it(hall: Hall) -> None:
    found = handed_over(hall)
    assert (status(hall, found)["state"], status(hall, found)["told"]) == ("waiting", 1)
    window = hall.sign_in("xinfang.duty")
    listed = window.get("/reception/calls").json()
    assert [(one["id"], one["step"], one["has_content"]) for one in listed["items"]] == [(found, "form", True)]
    assert LI.name not in window.get("/reception/calls").text
    assert window.get(f"/reception/handovers/{found}").json()["content"] is None
    taken = window.post(f"/reception/handovers/{found}/take", {"window": "2号窗口"}).json()
    assert taken["content"]["petitioner"]["name"] == LI.name
    assert (status(hall, found)["state"], status(hall, found)["window"]) == ("taken", "2号窗口")
    assert window.http.get(f"/api/v1/reception/handovers/{found}/pages/0").headers["content-type"] == "image/png"
    made = window.post(f"/reception/handovers/{found}/register", completed())
    assert made.status_code == 200, made.text
    again = window.post(f"/reception/handovers/{found}/register", completed())
    assert (again.json()["number"], again.json()["replayed"]) == (made.json()["number"], True)
    told = status(hall, found)
    assert (told["state"], told["registration"]["number"]) == ("finished", made.json()["number"])
    with hall.session() as session:
        row = session.get_one(Handover, found)
        assert row.content_sealed is None
        assert len(session.exec(select(PetitionCase)).all()) == 1
    file = hall.sign_in("renshe.duty").get(f"/petitions/{made.json()['petition_id']}").json()
    assert file["pages"][0]["lines"][0]["text"] == "第一行文字"


def test_terminal_and_window_together_file_a_visit_once(hall: Hall) -> None:
    found = handed_over(hall)
    window = hall.sign_in("xinfang.duty")
    window.post(f"/reception/handovers/{found}/take", {})
    kiosk = hall.client(next(iter(hall.keys)))
    assert isinstance(send(kiosk, VISIT, registration(pages=(page_image(),))), RegisterResponse)
    assert window.post(f"/reception/handovers/{found}/register", completed()).json()["code"] == "key_reused"
    with hall.session() as session:
        assert len(session.exec(select(PetitionCase)).all()) == 1


def test_a_card_that_was_read_stays_verified_and_a_typed_person_does_not_become_so(hall: Hall) -> None:
    found = handed_over(hall)
    window = hall.sign_in("xinfang.duty")
    window.post(f"/reception/handovers/{found}/take", {})
    # typed anew at the window: the card vouches for it no longer
    other = LI.model_dump(mode="json") | {"name": "柳测", "verified": False, "source": "card"}
    made = window.post(f"/reception/handovers/{found}/register", completed(petitioner=other)).json()
    with hall.work() as work:
        case = work.session.get_one(PetitionCase, made["petition_id"])
        assert (sealing.petitioner(work.vault, case).source, sealing.petitioner(work.vault, case).verified) == (
            "manual",
            False,
        )


def test_two_windows_do_not_share_a_visit(hall: Hall) -> None:
    found = handed_over(hall)
    one, two = hall.sign_in("xinfang.duty"), second_window(hall)
    one.post(f"/reception/handovers/{found}/take", {"window": "1号窗口"})
    assert two.get(f"/reception/handovers/{found}").json()["content"] is None
    assert two.post(f"/reception/handovers/{found}/register", completed()).json()["code"] == "wrong_state"
    assert two.post(f"/reception/handovers/{found}/drop", {"reason": "误按"}).json()["code"] == "wrong_state"
    assert two.http.get(f"/api/v1/reception/handovers/{found}/pages/0").status_code == 409
    assert two.post(f"/reception/handovers/{found}/take", {"window": "2号窗口"}).json()["content"] is not None
    assert one.post(f"/reception/handovers/{found}/return", {}).json()["code"] == "wrong_state"


@pytest.mark.parametrize("name", ["renshe.duty", "jiwei.duty"])
def test_other_desks_do_not_know_of_it(hall: Hall, name: str) -> None:
    found = handed_over(hall)
    stranger = hall.sign_in(name)
    assert stranger.get("/reception/calls").json()["items"] == []
    for path in ("", "/pages/0"):
        assert stranger.get(f"/reception/handovers/{found}{path}").status_code == 404
    assert stranger.post(f"/reception/handovers/{found}/take", {}).status_code == 404


def test_what_is_given_back_or_dropped_is_no_longer_here(hall: Hall) -> None:
    found = handed_over(hall)
    window = hall.sign_in("xinfang.duty")
    window.post(f"/reception/handovers/{found}/take", {})
    assert window.post(f"/reception/handovers/{found}/return", {}).json()["has_content"] is False
    assert status(hall, found)["state"] == "returned"
    assert asked(hall, draft(page_image())).json()["state"] == "waiting"
    sha256 = hashlib.sha256(page_image()).hexdigest()
    assert window.post(f"/reception/handovers/{found}/drop", {"reason": "已当面答复"}).json()["state"] == "dropped"
    with hall.session() as session:
        assert session.exec(select(PageUpload)).all() == []
    assert not [one for one in hall.centre.pages.every() if one.name == sha256]
    assert asked(hall, draft()).json()["state"] == "dropped"


def test_after_the_day_nothing_is_left(hall: Hall) -> None:
    found = handed_over(hall)
    hall.clock.forward(hours=15)
    window = hall.sign_in("xinfang.duty")
    assert window.get(f"/reception/handovers/{found}").status_code == 404
    assert status(hall, found)["code"] == "not_found"
    tidy(hall.centre)
    with hall.session() as session:
        assert session.exec(select(Handover)).all() == []
        assert session.exec(select(PageUpload)).all() == []
    assert list(hall.centre.pages.every()) == []


def test_a_visitor_who_goes_on_alone_takes_it_back_until_a_window_has_it(hall: Hall) -> None:
    found = handed_over(hall)
    path = f"/api/v1/kiosks/handovers/{found}/withdraw"
    assert hall.post_signed(path, {}).json()["state"] == "withdrawn"
    asked(hall, draft())
    hall.sign_in("xinfang.duty").post(f"/reception/handovers/{found}/take", {})
    assert hall.post_signed(path, {}).json()["code"] == "wrong_state"


def test_asking_again_is_one_call_and_tells_the_desk_once(hall: Hall) -> None:
    hall.kiosk()
    assert hall.post_signed("/api/v1/kiosks/calls", {"step": "card"}).json()["told"] == 1
    first = asked(hall, draft(step="card", petitioner=None)).json()
    assert asked(hall, draft()).json()["id"] == first["id"]
    window = hall.sign_in("xinfang.duty")
    listed = window.get("/reception/calls?show=all").json()
    assert (len(listed["items"]), listed["counts"]) == (1, {"open": 1, "all": 1})
    with hall.session() as session:
        assert len(session.exec(select(Notice).where(Notice.kind == NoticeKind.CALL)).all()) == 1


def test_a_visit_that_complains_of_the_window_keeps_its_words_from_it(hall: Hall) -> None:
    hall.kiosk()
    about = {"summary": "信访局不受理。", "complained_of": [{"name": "区信访局"}]}
    found = asked(hall, draft(matter=about)).json()
    window = hall.sign_in("xinfang.duty")
    taken = window.post(f"/reception/handovers/{found['id']}/take", {}).json()
    assert (taken["state"], taken["content"]) == ("taken", None)


def test_a_page_that_was_never_sent_is_named(hall: Hall) -> None:
    hall.kiosk()
    answer = asked(hall, draft(page_image(7)))
    assert (answer.status_code, answer.json()["fields"]) == (409, ["pages.0.sha256"])
