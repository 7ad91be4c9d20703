"""The window as a browser without scripts sees it: plain forms."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from sqlmodel import select

from server.cases import journal
from server.cases.rules import EventType
from server.cases.tables import PetitionCase
from tests.contract.hall import LI, SECONDS, WAGES, Hall, Staff, page_image, registered, registration
from tests.contract.handover import LINE, handed_over, status
from tests.contract.intake import ACCUSATION
from tests.contract.test_window import a_pdf

KEY = "window-000000000001"
FORM = {"act": "register", "key": KEY, "form": "F", "name": LI.name, "id_number": LI.id_number, "summary": WAGES}


def post(staff: Staff, path: str, **said: Any) -> Any:
    files = said.pop("files", None)
    return staff.http.post(path, data={"csrf": staff.csrf, **said}, files=files, follow_redirects=False)


def count(hall: Hall) -> int:
    with hall.session() as session:
        return len(session.exec(select(PetitionCase)).all())


def test_a_form_sent_twice_files_once_and_later_slips_are_copies(hall: Hall) -> None:
    window = hall.sign_in("xinfang.duty")
    answers = [post(window, "/register/file", **FORM) for _ in range(2)]
    assert [one.headers["location"] for one in answers] == [f"/register/receipts/{KEY}"] * 2
    assert count(hall) == 1
    page = window.http.get(f"/register/receipts/{KEY}").text
    assert "柳**" in page
    assert LI.name not in page
    for _ in range(2):
        assert post(window, f"/register/receipts/{KEY}/print").headers["content-type"] == "image/png"
    noted = window.post(f"/reception/receipts/{KEY}/printed", {}).json()
    assert noted == {"copy_number": 2}
    assert hall.sign_in("renshe.duty").http.get(f"/register/receipts/{KEY}").status_code == 403


def test_a_number_that_cannot_be_right_is_asked_about_and_taken_as_it_stands(hall: Hall) -> None:
    window = hall.sign_in("xinfang.duty")
    wrong = FORM | {"id_number": "130406190001010017"}
    refused = post(window, "/register/file", **wrong)
    assert refused.status_code == 422
    assert "校验码不符" in refused.text
    assert WAGES in refused.text
    assert f'value="{KEY}"' in refused.text
    assert post(window, "/register/file", **wrong, as_is="1").status_code == 303


@pytest.mark.parametrize("missing", ["name", "summary"])
def test_what_is_missing_is_named_and_the_rest_is_kept(hall: Hall, missing: str) -> None:
    window = hall.sign_in("xinfang.duty")
    refused = post(window, "/register/file", **FORM | {missing: "", "place": "演示镇某处"})
    assert refused.status_code == 422
    assert f'id="{missing}-say"' in refused.text
    assert "演示镇某处" in refused.text
    assert count(hall) == 0


def test_what_was_raised_before_is_continued_or_said_to_be_new(hall: Hall) -> None:
    given = registered(hall.kiosk(), "visit-0001", registration())
    window = hall.sign_in("xinfang.duty")
    asked = post(window, "/register/file", **FORM)
    assert asked.status_code == 422
    assert given.number in asked.text
    assert "可能是同一事项" in asked.text
    assert post(window, "/register/file", **FORM, continues=given.number).status_code == 303
    with hall.session() as session:
        made = session.exec(select(PetitionCase).where(PetitionCase.continues != "")).one()
        assert (made.continues, made.repeat) == (given.petition_id, True)
    assert post(window, "/register/file", **FORM | {"key": "window-000000000002"}, continues="new").status_code == 303


def test_the_advice_names_unit_and_words_and_for_an_accusation_the_sealed_way(hall: Hall) -> None:
    window = hall.sign_in("xinfang.duty")
    said = post(window, "/register/advice", **FORM).text
    assert "人力资源和社会保障局" in said
    assert "<mark>" in said
    assert "校验码正确" in said
    sealed = post(window, "/register/advice", **FORM | {"summary": ACCUSATION}).text
    assert "纪检监察机关" in sealed
    assert "<mark>" not in sealed
    assert count(hall) == 0
    filed = post(window, "/register/file", **FORM | {"summary": ACCUSATION}, persons="和村镇党委书记 某某")
    receipt = window.http.get(filed.headers["location"]).text
    assert "已密封" in receipt
    assert "打开事项" not in receipt
    assert window.get("/reception/visits").json()["counts"]["all"] == 0


def test_a_group_a_principal_and_scans_go_along(hall: Hall) -> None:
    window = hall.sign_in("xinfang.duty")
    files = [
        ("files", ("a.png", page_image(), "image/png")),
        ("files", ("b.pdf", a_pdf(2), "application/pdf")),
    ]
    shown = post(window, "/register/file", **FORM | {"act": "upload"}, files=files).text
    pages = re.findall(r'name="page" value="([0-9a-f]{64})"', shown)
    assert len(pages) == 3
    said = FORM | {"page": pages[:2], f"kind-{pages[1]}": "opinion", "persons_present": "6"}
    more = {"other1_name": "万测试", "other1_id_number": "130406190001010024", "behalf_name": "赵测试"}
    assert post(window, "/register/file", **said, **more).status_code == 303
    found = window.get(f"/reception/receipts/{KEY}").json()["petition_id"]
    file = hall.sign_in("renshe.duty").get(f"/petitions/{found}").json()
    assert [page["kind"] for page in file["pages"]] == ["letter", "opinion"]
    assert {one["part"] for one in file["others"]} == {"representative", "principal"}
    assert file["collective"] is True
    broken = [("files", ("c.pdf", b"%PDF-1.4 broken", "application/pdf"))]
    again = post(window, "/register/file", **FORM | {"act": "upload"}, files=broken)
    assert again.status_code == 422
    assert "PDF 打不开" in again.text


def test_a_visit_from_a_terminal_is_taken_over_completed_and_filed_once(hall: Hall) -> None:
    found = handed_over(hall)
    window = hall.sign_in("xinfang.duty")
    page = window.http.get("/reception").text
    assert "一号终端" in page
    fresh = html.unescape(re.findall(r'hx-get="([^"]+)"', page)[0])
    assert "一号终端" in window.http.get(fresh).text
    where = f"/reception/handovers/{found}"
    assert LI.name not in window.http.get(where).text
    assert post(window, f"{where}/take", window="2号窗口").headers["location"] == where
    form = window.http.get(where).text
    assert LI.name in form
    assert f"{where}/pages/1" in form
    assert window.http.get(f"{where}/pages/1").headers["content-type"] == "image/png"
    assert 'value="2号窗口"' not in form
    page = re.findall(r'name="page" value="([0-9a-f]{64})"', form)
    said = FORM | {"page": page}
    answers = [post(window, f"{where}/file", **said) for _ in range(2)]
    assert [one.headers["location"] for one in answers] == [f"{where}/receipt"] * 2
    assert count(hall) == 1
    assert "柳**" in window.http.get(f"{where}/receipt").text
    with hall.work() as work:
        case = work.session.exec(select(PetitionCase)).one()
        steps = journal.history(work.session, work.vault, case.id)
    # where a value stood on the paper of the terminal is still told
    assert [len(step.payload["provenance"]) for step in steps if step.type is EventType.REGISTERED] == [1]
    assert status(hall, found)["state"] == "finished"
    assert "2号窗口" in window.http.get("/reception?calls=all").text


def test_a_visit_is_given_back_or_ended_from_the_page(hall: Hall) -> None:
    found = handed_over(hall)
    window = hall.sign_in("xinfang.duty")
    where = f"/reception/handovers/{found}"
    post(window, f"{where}/take")
    assert post(window, f"{where}/return").headers["location"] == "/reception?done=returned"
    assert "已经结束" in window.http.get(where).text
    assert post(window, f"{where}/drop", reason="误按").status_code == 409


def test_the_search_asks_why_a_person_is_looked_for_and_leaves_no_trace_in_the_address(hall: Hall) -> None:
    given = registered(hall.kiosk(), "visit-0001", registration())
    unit = hall.sign_in("renshe.duty")
    asks = post(unit, "/search", q=LI.phone)
    assert "请先选择上面的事由" in asks.text
    assert given.number not in asks.text
    found = post(unit, "/search", q=LI.phone, reason="present")
    assert found.status_code == 200
    assert given.number in found.text
    assert "按电话" in found.text
    leader = hall.sign_in("xinfang.duty")
    assert given.number not in post(leader, "/search", q=LI.phone, reason="present").text


def test_the_words_of_a_page_lie_where_they_stand_and_turn_with_it(hall: Hall) -> None:
    image = page_image()
    kiosk = hall.kiosk()
    body = registration(pages=(image,))
    kiosk.put_page(body.pages[0].sha256, image, "image/png", SECONDS)
    lined = body.model_validate(body.model_dump() | {"pages": [{"sha256": body.pages[0].sha256, "lines": [LINE]}]})
    given = registered(kiosk, "visit-0001", lined)
    unit = hall.sign_in("renshe.duty")
    where = f"/cases/{given.petition_id}/view/1"
    page = unit.http.get(where).text
    assert 'viewBox="0 0 64 96"' in page
    assert 'x="6.4"' in page
    assert ">第一行文字</text>" in page
    turned = unit.http.get(f"{where}?turn=90&zoom=2&words=1").text
    assert 'viewBox="0 0 96 64"' in turned
    assert "rotate(90)" in turned
    assert "sheet zoom-2 sheet-words" in turned
    assert "style=" not in page + turned
    assert unit.get(f"/petitions/{given.petition_id}/pages/0/text").json()["lines"][0]["text"] == "第一行文字"
    assert unit.http.get(f"/cases/{given.petition_id}/view/2").status_code == 404
    assert hall.sign_in("jiaoti.duty").http.get(where).status_code == 404


@pytest.mark.parametrize("path", ["/register/file", "/register/advice", "/search", f"/register/receipts/{KEY}/print"])
def test_a_form_without_the_token_changes_nothing(hall: Hall, path: str) -> None:
    window = hall.sign_in("xinfang.duty")
    assert window.http.post(path, data=FORM | {"csrf": "forged", "q": "x"}).status_code == 403
    assert count(hall) == 0


def test_only_the_window_of_the_hall_writes_down(hall: Hall) -> None:
    stranger = hall.sign_in("renshe.duty")
    assert stranger.http.get("/register").status_code == 403
    assert post(stranger, "/register/file", **FORM).status_code == 403
    assert "/register" not in stranger.http.get("/inbox").text
