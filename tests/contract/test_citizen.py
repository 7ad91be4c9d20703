"""Whoever holds the slip: progress in plain words, papers, rating and review; nobody else learns anything."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from server.cases.plain import said
from server.cases.rules import CaseState
from server.contract.v1 import ClockKind, ClockState, ClockView, ComplainedOf, RegisterResponse
from server.core.ids import is_petition_number
from tests.contract.hall import Hall, Staff, registered, registration
from tests.contract.way import OPINION, at_the_unit

WHY = "金额计算有误，请求重新核实。"


def answered(hall: Hall) -> tuple[RegisterResponse, Staff]:
    """A matter whose opinion was handed over."""
    answer, duty = at_the_unit(hall)
    duty.done(answer.petition_id, "accept")
    duty.serve(answer.petition_id, hall.clock())
    duty.done(answer.petition_id, "opinion", **OPINION)
    duty.serve(answer.petition_id, hall.clock())
    return answer, duty


def slip(answer: RegisterResponse, **more: Any) -> dict[str, Any]:
    return {"number": answer.number, "query_code": answer.query_code, **more}


def form(answer: RegisterResponse, **more: Any) -> dict[str, Any]:
    return {"n": answer.number, "c": answer.query_code, **more}


def test_the_way_of_a_matter_is_said_in_plain_words_with_dates(hall: Hall) -> None:
    answer, _ = at_the_unit(hall)
    progress = hall.http.post("/api/v1/progress", json=slip(answer)).json()
    assert progress["plain"]["now"] == "责任单位已经收到，正在安排。"
    assert progress["plain"]["by"] is not None
    assert progress["ratable"] == ["office", "hall"]
    page = hall.http.get("/progress", params=form(answer)).text
    assert "责任单位已经收到，正在安排。" in page
    assert "工作人员会和您当面谈" in page
    english = hall.http.get("/progress", params=form(answer, lang="en")).text
    assert "The unit has it and is preparing." in english
    assert "责任单位已经收到" not in english
    assert "Staff on the scene" in english
    assert "工作人员到场" not in english


def test_papers_that_were_handed_over_are_read_again_and_no_other(hall: Hall) -> None:
    answer, duty = answered(hall)
    papers = hall.http.post("/api/v1/progress", json=slip(answer)).json()["papers"]
    assert [one["title"] for one in papers] == ["信访事项受理告知书", "信访事项处理意见书"]
    pdf = hall.http.post(f"/api/v1/progress/papers/{papers[1]['seq']}", json=slip(answer))
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    english = hall.http.get("/progress", params=form(answer, lang="en")).text
    assert "Opinion on the matter" in english
    assert "Bring your number to the hall" in english
    assert not [zh for zh in ("信访事项处理意见书", "如有疑问") if zh in english]
    page = hall.http.post("/progress/papers", data=form(answer, seq=papers[1]["seq"]))
    assert page.headers["content-type"] == "application/pdf"
    duty.done(answer.petition_id, "notes", text="办理过程记录。")
    owed = hall.http.post("/api/v1/progress/papers/3", json=slip(answer))
    missing = hall.http.post("/api/v1/progress/papers/999", json=slip(answer))
    assert (owed.status_code, owed.json()) == (missing.status_code, missing.json()) == (404, missing.json())


def test_the_page_rates_each_subject_once(hall: Hall) -> None:
    answer, _ = answered(hall)
    page = hall.http.get("/progress", params=form(answer)).text
    assert re.findall(r'name="subject" value="(\w+)"', page) == ["office", "unit", "hall"]
    sent = hall.http.post("/progress/rating", data=form(answer, subject="unit", level=3), follow_redirects=False)
    assert sent.status_code == 303
    after = hall.http.get(sent.headers["location"]).text
    assert "评价已收到" in after
    assert "不满意" in after
    assert hall.http.post("/progress/rating", data=form(answer, subject="unit", level=0)).status_code == 409
    assert hall.http.post("/progress/rating", data=form(answer, subject="hall")).status_code == 422
    assert hall.http.post("/progress/rating", data=form(answer, subject="hall", level=0)).status_code == 422


def test_review_is_asked_for_from_afar_within_its_time_once(hall: Hall) -> None:
    answer, _ = answered(hall)
    assert "请求复查" in hall.http.get("/progress", params=form(answer)).text
    short = hall.http.post("/progress/review", data=form(answer, reason="不服"))
    assert short.status_code == 422
    assert "不服</textarea>" in short.text
    assert hall.http.post("/progress/review", data=form(answer, reason=WHY), follow_redirects=False).status_code == 303
    again = hall.http.post("/api/v1/progress/review", json=slip(answer, reason=WHY))
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    progress = hall.http.post("/api/v1/progress", json=slip(answer)).json()
    assert (progress["state"], progress["review"]) == ("review", None)
    district = hall.sign_in("quwei.duty")
    events = district.get(f"/petitions/{answer.petition_id}").json()["events"]
    assert events[-1]["type"] == "review_requested"
    assert events[-1]["actor"] == "public"


def test_after_the_last_day_review_is_refused_and_nothing_moves(hall: Hall) -> None:
    answer, _ = answered(hall)
    until = hall.http.post("/api/v1/progress", json=slip(answer)).json()["review"]["until"]
    hall.clock.now = datetime.fromisoformat(until) + timedelta(seconds=1)
    late = hall.http.post("/api/v1/progress/review", json=slip(answer, reason=WHY))
    assert (late.status_code, late.json()["code"]) == (409, "limit_passed")
    assert "填写理由" not in hall.http.get("/progress", params=form(answer)).text
    hall.clock.now = datetime.fromisoformat(until)
    assert hall.http.post("/api/v1/progress/review", json=slip(answer, reason=WHY)).status_code == 201


ROUTES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/api/v1/progress", {}),
    ("/api/v1/progress/papers/3", {}),
    ("/api/v1/progress/review", {"reason": WHY}),
    ("/api/v1/ratings", {"subject": "hall", "level": 5}),
)
PAGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/progress/papers", {"seq": 3}),
    ("/progress/review", {"reason": WHY}),
    ("/progress/rating", {"subject": "hall", "level": 5}),
)


def test_a_wrong_code_an_unknown_number_and_a_sealed_matter_answer_alike_everywhere(hall: Hall) -> None:
    kiosk = hall.kiosk()
    known = registered(kiosk, "row-0000-0001", registration())
    text = "举报某局领导收受贿赂、贪污公款，请纪委依法查处。"
    accused = (ComplainedOf(name="区人社局"),)
    sealed = registered(kiosk, "row-0000-0002", registration(text=text, complained_of=accused))
    assert sealed.decision.outcome == "restricted"
    # a new number of another day was never given out; a new code belongs to nobody
    unknown = {"number": "130406260101F0001", "query_code": known.query_code}
    unknown["number"] += next(
        c for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" if is_petition_number(unknown["number"] + c)
    )
    keys = (slip(known, query_code="22222222222"), unknown, slip(sealed))
    for path, body in ROUTES:
        got = [hall.http.post(path, json={**key, **body}) for key in keys]
        assert {(one.status_code, one.text) for one in got} == {(404, got[0].text)}, path
    for (path, more), key in product(PAGES, keys):
        hall.clock.forward(hours=1)
        sent = hall.http.post(path, data={"n": key["number"], "c": key["query_code"], **more})
        assert sent.status_code in (404, 429), path
        shown = sent.text.replace(key["number"], "").replace(key["query_code"], "")
        assert "编号或查询码不正确" in shown or "次数过多" in shown
        assert "result-state" not in shown


def test_a_form_of_another_site_does_nothing(hall: Hall) -> None:
    answer, _ = answered(hall)
    for path, more in PAGES:
        sent = hall.http.post(path, data=form(answer, **more), headers={"sec-fetch-site": "cross-site"})
        assert sent.status_code == 403, path


@pytest.mark.parametrize("state", CaseState)
def test_every_state_is_said_in_both_languages_and_never_in_legal_code(state: CaseState) -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    clock = ClockView(
        rule="R5",
        name="办理",
        kind=ClockKind.STATUTORY,
        state=ClockState.RUNNING,
        started_at=now,
        due_at=now + timedelta(days=60),
        limit="60日",
    )
    words = said(state, (clock, clock.model_copy(update={"due_at": now + timedelta(days=9), "name": "先"})))
    assert all((words.now, words.now_en, words.next, words.next_en))
    assert (words.by, words.by_what) == (now + timedelta(days=9), "先")
