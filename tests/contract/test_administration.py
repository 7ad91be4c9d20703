"""Master data are changed row by row, seen in a history and undone; what decides about matters is tried before it holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from server.accounts.tables import Role
from server.audit.searching import Wanted, search
from server.clocks.regime import FOLDER
from server.notify.tables import Notice
from server.revisions.tables import PlannedChange
from server.units import service as units
from server.worker import take_up
from tests.contract.hall import Hall, Staff, registered, registration

LABOUR, WATER = "130406-renshe", "130406-shuili"


@pytest.fixture
def admin(hall: Hall) -> Staff:
    return hall.person("it.admin", Role.ADMINISTRATOR)


def put(staff: Staff, path: str, body: dict[str, Any]) -> Any:
    return staff.http.put(f"/api/v1/admin{path}", json=body, headers={"X-Hall-CSRF": staff.csrf})


def done(answer: Any) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()


def row_of(staff: Staff, subject: str, key: str) -> dict[str, str]:
    items = done(staff.get(f"/admin/rows/{subject}?q={key}"))["items"]
    row: dict[str, str] = next(one["row"] for one in items if one["key"] == key)
    return {name: value for name, value in row.items() if name not in ("dissolved_on", "successor")}


def test_a_unit_is_changed_and_the_change_undone_with_an_audit_record_of_each(hall: Hall, admin: Staff) -> None:
    before = row_of(admin, "units", LABOUR)
    batch = done(put(admin, f"/rows/units/{LABOUR}", {"row": {**before, "phone": "0310-5550199"}}))["batch"]
    assert row_of(admin, "units", LABOUR)["phone"] == "0310-5550199"
    (change,) = done(admin.get(f"/admin/changes?kind=units&key={LABOUR}"))["items"]
    assert (change["actor"], change["before"]["phone"], change["after"]["phone"]) == (
        "account:it.admin",
        before["phone"],
        "0310-5550199",
    )
    later = done(put(admin, f"/rows/units/{LABOUR}", {"row": {**before, "phone": "0310-5550188"}}))["batch"]
    assert admin.post(f"/admin/changes/{batch}/undo", {}).status_code == 409
    done(admin.post(f"/admin/changes/{later}/undo", {}))
    done(admin.post(f"/admin/changes/{batch}/undo", {}))
    assert row_of(admin, "units", LABOUR) == before
    assert admin.post(f"/admin/changes/{batch}/undo", {}).status_code == 409
    with hall.session() as session:
        acts = [row.action for row in search(session, Wanted(actor="account:it.admin", what=f"units:{LABOUR}"), 10)]
    assert acts == ["units.undone", "units.undone", "units.changed", "units.changed"]


def test_what_something_hangs_on_cannot_be_removed_but_dissolved_and_that_undone(hall: Hall, admin: Staff) -> None:
    assert put(admin, f"/rows/units/{LABOUR}", {"row": None}).status_code == 409
    body = {"successor": WATER, "day": "2026-03-02"}
    batch = done(admin.post(f"/admin/units/{LABOUR}/dissolve", body))["batch"]
    with hall.session() as session:
        assert not units.works(session, LABOUR)
    done(admin.post(f"/admin/changes/{batch}/undo", {}))
    with hall.session() as session:
        assert units.works(session, LABOUR)
    assert put(admin, f"/rows/units/{LABOUR}", {"row": {"code": LABOUR}}).status_code == 422


def test_a_change_from_a_day_on_is_made_on_that_day(hall: Hall, admin: Staff) -> None:
    post = {"unit": WATER, "role": "duty_officer", "account": "renshe.duty", "holder": "柳示例"}
    key = f"{WATER} duty_officer renshe.duty"
    assert done(put(admin, f"/rows/roster/{key}", {"row": post, "day": "2026-03-05"}))["batch"] == ""
    (planned,) = done(admin.get("/admin/planned"))["items"]
    assert (planned["key"], planned["day"]) == (key, "2026-03-05")
    assert take_up(hall.centre) == 0
    hall.clock.forward(days=3)
    assert take_up(hall.centre) == 1
    with hall.session() as session:
        assert "renshe.duty" in {one.account for one in units.duty_officers(session, WATER)}
        assert session.exec(select(PlannedChange.trouble)).all() == [""]
    admin.renew()
    assert row_of(admin, "roster", key) == post


def test_the_catalogue_says_what_would_have_gone_elsewhere_before_it_is_changed(hall: Hall, admin: Staff) -> None:
    kiosk = hall.kiosk()
    for number in range(3):
        registered(kiosk, f"visit-{number:04d}", registration())
    with hall.session() as session:
        from server.cases.tables import PetitionCase

        category = session.exec(select(PetitionCase.category_code)).first()
    wanted = {"category_code": category, "unit": WATER, "legal_basis": "《职责规定》", "since": "2026-03-02"}
    preview = done(admin.post("/admin/catalogue/preview", wanted))
    assert (preview["tried"], preview["moved"]) == (3, 3)
    assert preview["moves"] == [{"category_code": category, "before": LABOUR, "after": WATER, "times": 3}]
    assert done(admin.get("/admin/changes?kind=catalogue"))["items"] == []
    batch = done(admin.post("/admin/catalogue/change", wanted))["batch"]
    moved = registered(kiosk, "visit-0009", registration())
    assert moved.decision.unit is not None
    assert moved.decision.unit.code == WATER
    done(admin.post(f"/admin/changes/{batch}/undo", {}))
    back = registered(kiosk, "visit-0010", registration())
    assert back.decision.unit is not None
    assert back.decision.unit.code == LABOUR
    assert admin.post("/admin/catalogue/preview", wanted | {"unit": "nobody"}).status_code == 422


def test_a_regime_is_tried_stored_for_days_to_come_and_withdrawn_while_nothing_runs_by_it(
    hall: Hall, admin: Staff
) -> None:
    text = (FOLDER / "fengfeng.toml").read_text("utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version = "))
    begins = next(line for line in text.splitlines() if line.startswith("valid_from = "))
    new = text.replace(version, 'version = "2026-t"').replace(begins, "valid_from = 2026-03-10")
    new = new.replace("amount = 5\n", "amount = 4\n", 1)

    def send(data: str, query: str = "") -> Any:
        return admin.http.post(f"/api/v1/admin/regimes{query}", content=data, headers={"X-Hall-CSRF": admin.csrf})

    tried = done(send(new, "?dry_run=true"))
    assert not tried["stored"]
    assert any(one["changed"] and one["due_at"] < one["due_before"] for one in tried["tried"])
    assert send(new.replace("2026-03-10", "2026-03-01")).status_code == 422
    assert send(new.replace("from_event", "form_event", 1)).status_code == 422
    done(send(new))
    key = tried["key"]
    assert key in {one["key"] for one in done(admin.get("/admin/regimes"))["items"] if not one["file"]}
    done(admin.post(f"/admin/regimes/{key}/withdraw", {}))
    done(send(new))
    hall.clock.forward(days=9)
    admin.renew()
    registered(hall.kiosk(), "visit-0001", registration())
    assert admin.post(f"/admin/regimes/{key}/withdraw", {}).status_code == 409


def test_a_year_of_holidays_comes_in_as_a_table_and_moves_the_limits(hall: Hall, admin: Staff) -> None:
    rows = ["date,kind,name", "2026-01-01,休,元旦", "2026-05-01,休,劳动节", "2026-10-01,休,国庆节", "2026-03-03,休,试"]

    def send(lines: list[str], query: str) -> Any:
        path = f"/api/v1/admin/calendar?notice=国办发明电〔2025〕1号{query}"
        return admin.http.post(path, content="\n".join(lines).encode(), headers={"X-Hall-CSRF": admin.csrf})

    assert done(send([*rows, "2026-03-04,班,三"], "&dry_run=true"))["faults"]
    assert not done(send(rows, "&dry_run=true"))["stored"]
    with hall.session() as session:
        from server.clocks.book import book_of

        assert book_of(session).calendar.is_workday(date(2026, 3, 3))
    assert done(send(rows, ""))["stored"]
    with hall.session() as session:
        assert not book_of(session).calendar.is_workday(date(2026, 3, 3))
    batch = done(admin.get("/admin/changes?kind=calendar"))["items"][0]["batch"]
    done(admin.post(f"/admin/changes/{batch}/undo", {}))
    with hall.session() as session:
        assert book_of(session).calendar.is_workday(date(2026, 3, 3))


def test_a_text_without_what_it_must_name_is_refused_and_a_good_one_is_said(hall: Hall, admin: Staff) -> None:
    name = "notice.assigned.body"
    assert put(admin, f"/wording/{name}", {"text": "请尽快登录"}).status_code == 422
    assert put(admin, f"/wording/{name}", {"text": "尾号 {tail} {phone}"}).status_code == 422
    done(put(admin, f"/wording/{name}", {"text": "尾号 {tail}，请登录。"}))
    shown = {one["name"]: one for one in done(admin.get("/admin/wording"))["items"]}[name]
    assert (shown["text"], shown["own"]) == ("尾号 {tail}，请登录。", True)
    done(put(admin, "/wording/slip.wait", {"text": "请就座稍候。"}))
    given = registered(hall.kiosk(), "visit-0001", registration())
    assert "请就座稍候。" in given.receipt.next_steps
    with hall.session() as session:
        bodies = set(session.exec(select(Notice.body).where(Notice.case_id == given.petition_id)).all())
    assert bodies == {f"尾号 {given.number[-5:]}，请登录。"}
    done(put(admin, f"/wording/{name}", {"text": None}))


def test_the_role_of_an_account_is_undone_by_the_security_officer_alone(hall: Hall, admin: Staff) -> None:
    security = hall.person("it.security", Role.SECURITY)
    done(security.post("/accounts/renshe.duty/role", {"role": "unit_head"}))
    (change,) = done(admin.get("/admin/changes?kind=account&key=renshe.duty"))["items"]
    assert (change["before"]["role"], change["after"]["role"]) == ("duty_officer", "unit_head")
    assert admin.post(f"/admin/changes/{change['batch']}/undo", {}).status_code == 403
    done(security.post(f"/admin/changes/{change['batch']}/undo", {}))
    listed = {one["username"]: one["role"] for one in done(security.get("/accounts"))["items"]}
    assert listed["renshe.duty"] == "duty_officer"


def test_the_state_of_the_centre_is_told_to_its_administrators_alone(hall: Hall, admin: Staff) -> None:
    told = done(admin.get("/admin/glance"))
    levels = {one["key"]: one["level"] for one in told["parts"]}
    assert (levels["database"], levels["worker_sweep"], told["level"]) == ("good", "bad", "bad")
    assert hall.sign_in("renshe.duty").get("/admin/glance").status_code == 403
