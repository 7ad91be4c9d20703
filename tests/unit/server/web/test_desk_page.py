"""The screening desk: one tap confirms, two correct, and what a person chose is what is learned."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session
from starlette.testclient import TestClient

from server.cases.confirmed import confirmed
from server.core.centre import Centre
from server.core.work import Work
from server.web.marks import marked
from tests.unit.server.web.test_pages import Hall, hall

__all__ = ["hall"]

#: several classes speak for it, so that a person decides; the likeliest has a unit, and so has another one
UNSURE = "反映漏水、欠薪、低保、学校收费的事。"


@pytest.fixture(autouse=True)
def in_march(hall: Hall) -> None:
    hall.clock.ahead = datetime(2026, 3, 2, 2, 0, tzinfo=UTC) - datetime.now(UTC)


def _forms(page: str) -> list[dict[str, str]]:
    """Return the fields of every form that sends a matter on."""
    every = re.findall(r'action="/cases/\w+/steps/dispatch">(.*?)</form>', page, re.S)
    return [dict(re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', one)) for one in every]


def _learned(hall: Hall) -> list[str]:
    assert isinstance(hall.client, TestClient)
    centre = hall.client.app.state.centre  # type: ignore[attr-defined]
    assert isinstance(centre, Centre)
    with Session(centre.engine) as session:
        return [one.category for one in confirmed(Work(session, centre, hall.clock(), "system:test"))]


def test_the_proposal_is_confirmed_in_one_tap_and_learned_from(hall: Hall) -> None:
    unsure = hall.kiosk.register(summary=UNSURE)
    hall.sign_in("petition.duty")
    page = hall.client.get("/desk").text
    assert "<mark>欠薪</mark>" in page
    first = _forms(page)[0]
    assert [(one["unit"], one["category"]) for one in _forms(page)] == [("u-labour", "040202"), ("u-housing", "070101")]
    answer = hall.client.post(f"/cases/{unsure.petition_id}/steps/dispatch", data=first)
    assert answer.headers["location"] == "/desk?sent=1"
    after = hall.client.get("/desk?sent=1").text
    assert "已转送" in after
    assert unsure.number not in after
    assert _learned(hall) == ["040202"]
    again = hall.client.post(f"/cases/{unsure.petition_id}/steps/dispatch", data=first)
    assert (again.status_code, "该事项已转送" in again.text) == (409, True)


def test_another_class_or_unit_is_found_by_name_and_the_class_is_learned(hall: Hall) -> None:
    unsure = hall.kiosk.register(summary=UNSURE)
    hall.sign_in("petition.duty")
    where = f"/desk/{unsure.petition_id}"
    assert f'href="{where}"' in hall.client.get("/desk").text
    by_unit = _forms(hall.client.get(f"{where}?q=住房和城乡").text)
    assert [(one["unit"], one["category"]) for one in by_unit] == [("u-housing", "")]
    # a class for which the catalogue names nobody is chosen first, the unit next
    found = hall.client.get(f"{where}?q=教育").text
    code = re.search(rf'href="{where}\?category=(\d{{6}})"', found)
    assert code is not None
    chosen = _forms(hall.client.get(f"{where}?category={code[1]}&q=住房").text)[0]
    assert (chosen["unit"], chosen["category"]) == ("u-housing", code[1])
    assert hall.client.post(f"/cases/{unsure.petition_id}/steps/dispatch", data=chosen).status_code == 303
    assert _learned(hall) == [code[1]]
    assert hall.client.get(where).status_code == 409, "it was sent on already"


def test_a_unit_alone_teaches_no_class(hall: Hall) -> None:
    unsure = hall.kiosk.register(summary="去年反映的那件事一直没有人管，希望有人给一个说法。")
    hall.sign_in("petition.duty")
    chosen = _forms(hall.client.get(f"/desk/{unsure.petition_id}?q=u-labour").text)[0]
    assert hall.client.post(f"/cases/{unsure.petition_id}/steps/dispatch", data=chosen).status_code == 303
    assert _learned(hall) == []


def test_danger_is_said_with_the_tap_that_sends_it_on(hall: Hall) -> None:
    unsure = hall.kiosk.register(summary=UNSURE)
    hall.sign_in("petition.duty")
    page = hall.client.get("/desk").text
    assert '<button class="btn send-urgent" name="danger" value="true"' in page
    chosen = _forms(page)[0] | {"danger": "true"}
    assert hall.client.post(f"/cases/{unsure.petition_id}/steps/dispatch", data=chosen).status_code == 303
    assert hall.client.get(f"/api/v1/petitions/{unsure.petition_id}").json()["sorts"] == ["danger"]
    assert "紧急：危及生命财产安全" in hall.client.get(f"/cases/{unsure.petition_id}").text


def test_danger_that_was_said_at_the_counter_holds_until_a_person_says_otherwise(hall: Hall) -> None:
    hall.sign_in("petition.duty")
    page = hall.client.get("/register").text
    said = dict(re.findall(r'name="(csrf|key)" value="([^"]*)"', page))
    said |= {"form": "D", "anonymous": "1", "danger": "1", "summary": UNSURE, "act": "register"}
    assert hall.client.post("/register/file", data=said).status_code == 303
    desk = hall.client.get("/desk").text
    assert "按最短时限办理" in desk
    assert "send-urgent" not in desk, "it is known already"
    case_id = re.search(r'action="/cases/(\w+)/steps/dispatch"', desk)
    assert case_id is not None
    hall.client.post(f"/cases/{case_id[1]}/steps/dispatch", data=_forms(desk)[0])
    assert hall.client.get(f"/api/v1/petitions/{case_id[1]}").json()["sorts"] == ["danger"]


def test_who_is_kept_away_is_not_offered_and_not_named(hall: Hall) -> None:
    unsure = hall.kiosk.register(summary=UNSURE, complained_of="演示区人力资源和社会保障局")
    hall.sign_in("petition.duty")
    page = hall.client.get("/desk").text
    assert "部分单位已隐去" in page
    assert "u-labour" not in {one["unit"] for one in _forms(page)}
    found = hall.client.get(f"/desk/{unsure.petition_id}?q=人力资源").text
    assert _forms(found) == []
    twin = hall.client.get(f"/api/v1/petitions/{unsure.petition_id}/corrections?q=人力资源").json()
    assert (twin["withheld"], twin["units"]) == (True, [])


def test_another_desk_finds_nothing_to_correct(hall: Hall) -> None:
    unsure = hall.kiosk.register(summary=UNSURE)
    hall.sign_in("labour.duty")
    assert hall.client.get(f"/desk/{unsure.petition_id}").status_code == 404
    assert unsure.number not in hall.client.get("/desk").text


@given(st.text(max_size=60), st.lists(st.text(max_size=4), max_size=4))
def test_marking_words_changes_no_letter_of_the_text(text: str, words: list[str]) -> None:
    parts = marked(text, words)
    assert "".join(part for part, _ in parts) == text
    assert {part for part, hit in parts if hit} <= set(words)
