"""The desk and the public progress as JSON: what their pages show, for other clients."""

from __future__ import annotations

import pytest

from tests.contract.hall import LI, Hall, registered, registration

VAGUE = "有一件事情想向领导反映，希望有人管一管。"


def test_the_desk_lists_what_waits_for_a_decision_and_its_counts_agree(hall: Hall) -> None:
    kiosk = hall.kiosk()
    waiting = [registered(kiosk, f"visit-000{n}", registration(text=VAGUE)).number for n in range(3)]
    found = hall.sign_in("xinfang.duty").get("/desk").json()
    assert {item["matter"]["number"] for item in found["items"]} == set(waiting)
    assert (found["counts"]["unsure"], found["after"]) == (3, "")
    assert hall.sign_in("jiaoti.duty").get("/desk").json()["items"] == []


def test_a_unit_is_found_by_what_it_is_called_for_short_and_a_class_by_the_words_of_a_matter(hall: Hall) -> None:
    given = registered(hall.kiosk(), "visit-0001", registration(text=VAGUE))
    office = hall.sign_in("xinfang.duty")

    def find(words: str) -> tuple[list[str], list[str]]:
        found = office.http.get(f"/api/v1/petitions/{given.petition_id}/corrections", params={"q": words}).json()
        return [one["name"] for one in found["units"]], ["/".join(one["path"]) for one in found["classes"]]

    assert any("人力资源和社会保障局" in name for name in find("人社")[0])
    assert any("工资" in path for path in find("拖欠工资")[1])
    assert find("没有这样的词") == ([], [])


@pytest.mark.parametrize(
    "after", ["x", "2026-99-99T00:00:00+00:00_a", "2026-03-02T02:00:00_a", "2026-03-02T02:00:00+00:00_"]
)
def test_a_place_that_no_page_gave_is_refused(hall: Hall, after: str) -> None:
    answer = hall.sign_in("xinfang.duty").http.get("/api/v1/desk", params={"after": after})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


def test_progress_opens_with_number_and_code_and_names_nobody(hall: Hall) -> None:
    given = registered(hall.kiosk(), "visit-0001", registration())
    body = {"number": given.number, "query_code": given.query_code}
    answer = hall.http.post("/api/v1/progress", json=body)
    assert answer.json()["number"] == given.number
    assert LI.name not in answer.text
    wrong = hall.http.post("/api/v1/progress", json=body | {"query_code": "2222-2222-222"})
    assert (wrong.status_code, wrong.json()["code"]) == (404, "not_found")
