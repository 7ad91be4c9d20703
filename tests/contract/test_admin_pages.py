"""The pages of the administrators: each opens for whose it is, forms keep what was typed, secrets are shown once."""

from __future__ import annotations

import re
from typing import Any

import pytest

from server.accounts.tables import Role
from server.clocks.regime import FOLDER
from tests.contract.hall import Hall, Staff

PAGES = (
    *("", "/units", "/regions", "/roster", "/catalogue", "/catalogue/change", "/regimes", "/calendar", "/wording"),
    *("/accounts", "/accounts/new", "/kiosks", "/failures", "/exchange", "/history"),
    *("/row?subject=units&key=130406-renshe", "/row?subject=units", "/row?subject=regions", "/row?subject=roster"),
    *("/regime?key=fengfeng%402026-1", "/wording/text?name=slip.wait", "/accounts/account?username=renshe.duty"),
    *("/units?q=人&kind=department&region=130406&on=2026-03-02", "/calendar?year=2025", "/calendar?year=2060"),
)


@pytest.fixture
def admin(hall: Hall) -> Staff:
    return hall.person("it.admin", Role.ADMINISTRATOR)


def send(staff: Staff, path: str, files: Any = None, **form: object) -> Any:
    data = {"csrf": staff.csrf, **form}
    return staff.http.post(f"/admin{path}", data=data, files=files, follow_redirects=False)


def test_every_page_opens_and_weighs_little(hall: Hall, admin: Staff) -> None:
    hall.kiosk()
    for path in PAGES:
        answer = admin.http.get(f"/admin{path}")
        assert answer.status_code == 200, (path, answer.text)
        assert len(answer.content) < 100_000, path
        assert "style=" not in answer.text, path
        assert "<script>" not in answer.text, path
    auditor, security = hall.person("it.audit", Role.AUDITOR), hall.person("it.security", Role.SECURITY)
    for staff, path, status in (
        (auditor, "/audit?actor=account:*&since=2026-03-01", 200),
        (auditor, "/accounts", 403),
        (security, "/accounts", 200),
        (security, "/kiosks", 403),
        (auditor, "", 200),
        (hall.sign_in("renshe.duty"), "", 403),
    ):
        assert staff.http.get(f"/admin{path}").status_code == status, path
    exported = auditor.http.get("/admin/audit.csv?action=session.opened")
    assert exported.text.splitlines()[0].lstrip("\ufeff") == "at,actor,action,object,hash"


def test_an_administrator_begins_at_the_state_of_the_centre(hall: Hall, admin: Staff) -> None:
    assert admin.http.get("/", follow_redirects=False).headers["location"] == "/admin"
    assert "系统管理" in admin.http.get("/admin").text
    assert "系统管理" not in hall.sign_in("renshe.duty").http.get("/inbox").text


def test_a_refused_form_keeps_what_was_typed_and_a_good_one_can_be_undone(admin: Staff) -> None:
    form = {"subject": "units", "code": "u-new", "name": "演示新局", "kind": "department", "region": "999999"}
    refused = send(admin, "/row", **form)
    assert refused.status_code == 422
    assert "演示新局" in refused.text
    assert "没有这个区划" in refused.text
    made = send(admin, "/row", **form | {"region": "130406"})
    assert made.headers["location"] == "/admin/units?done=1"
    assert "演示新局" in admin.http.get("/admin/units?q=u-new").text
    batch = re.findall(r'name="batch" value="(\w+)"', admin.http.get("/admin/history?kind=units").text)[0]
    assert send(admin, "/history/undo", batch=batch).status_code == 303
    assert "演示新局" not in admin.http.get("/admin/units?q=u-new").text
    assert send(admin, "/history/undo", batch=batch).status_code == 409
    assert admin.http.post("/admin/row", data=form, follow_redirects=False).status_code == 403


def test_a_duty_is_tried_before_it_is_saved(admin: Staff) -> None:
    form = {"category_code": "04", "unit": "130406-shuili", "since": "2026-03-02", "legal_basis": "《职责规定》"}
    tried = send(admin, "/catalogue/change", **form)
    assert (tried.status_code, 'id="preview"' in tried.text) == (200, True)
    assert send(admin, "/catalogue/change", **form, save="1").headers["location"] == "/admin/catalogue?done=1"
    assert "《职责规定》" in admin.http.get("/admin/catalogue?unit=130406-shuili").text
    assert send(admin, "/catalogue/change", **form | {"since": "soon"}).status_code == 422


def test_regimes_years_and_texts_are_tried_and_saved(admin: Staff) -> None:
    text = (FOLDER / "fengfeng.toml").read_text("utf-8")
    version = next(line for line in text.splitlines() if line.startswith("version = "))
    begins = next(line for line in text.splitlines() if line.startswith("valid_from = "))
    new = text.replace(version, 'version = "2026-t"').replace(begins, "valid_from = 2026-03-10")
    file = {"file": ("new.toml", new.encode(), "application/toml")}
    assert 'id="tried"' in send(admin, "/regimes", files=file).text
    assert send(admin, "/regimes", text=new, save="1").status_code == 303
    assert send(admin, "/regimes", text="id = ").status_code == 422
    assert send(admin, "/regimes/withdraw", key="fengfeng@2026-t").status_code == 303
    year = "date,kind,name\n2027-01-01,休,元旦\n2027-05-01,休,劳动节\n2027-10-01,休,国庆节\n2027-10-09,班,调休"
    assert "校验通过" in send(admin, "/calendar", text=year, notice="国办发明电〔2026〕1号").text
    assert "第 6 行" in send(admin, "/calendar", text=f"{year}\n2027-13-01,休,x", notice="国办").text
    saved = send(admin, "/calendar", text=year, notice="国办发明电〔2026〕1号", save="1")
    assert saved.headers["location"] == "/admin/calendar?year=2027&done=1"
    assert 'class="worked"' in admin.http.get("/admin/calendar?year=2027").text
    refused = send(admin, "/wording/text", name="notice.assigned.body", text="没有编号")
    assert (refused.status_code, "没有编号" in refused.text) == (422, True)
    assert send(admin, "/wording/text", name="slip.wait", text="请就座稍候。").status_code == 303


def test_the_first_password_is_shown_once_and_only_while_the_own_one_was_just_typed(hall: Hall, admin: Staff) -> None:
    form = {"username": "li.new", "display": "李示例", "role": "duty_officer", "unit": "130406-renshe"}
    made = send(admin, "/accounts/new", **form)
    first = re.findall(r'id="first-password">([^<]+)<', made.text)[0]
    assert first not in admin.http.get("/admin/accounts/account?username=li.new").text
    security = hall.person("it.security", Role.SECURITY)
    granted = send(security, "/accounts/account", username="li.new", deed="grant", role="duty_officer")
    assert granted.status_code == 303
    assert send(security, "/accounts/account", username="li.new", deed="close").status_code == 403
    hall.clock.forward(minutes=11)
    later = send(admin, "/accounts/account", username="li.new", deed="close")
    assert (later.status_code, "再次输入密码" in later.text) == (401, True)
    proved = send(admin, "/accounts/account", username="li.new", deed="close", password="demo-hall-2026")
    assert proved.status_code == 303


def test_a_terminal_is_invited_set_and_revoked(hall: Hall, admin: Staff) -> None:
    hall.kiosk()
    kiosk = next(iter(hall.keys))
    assert 'id="enrolment-code"' in send(admin, "/kiosks/invite", name="二号", region="130406").text
    form = {"which": kiosk, "seen": 0, "voice": "on", "volume": "60", "hall_name": "演示大厅", "pin": "246810"}
    assert send(admin, "/kiosks/settings", **form).status_code == 303
    shown = admin.http.get(f"/admin/kiosks/kiosk?which={kiosk}").text
    assert "演示大厅" in shown
    assert "argon2" not in shown
    assert "argon2" not in admin.http.get("/admin/history?kind=kiosk_settings").text
    assert send(admin, "/kiosks/settings", **form | {"seen": 1, "volume": "600"}).status_code == 422
    assert send(admin, "/kiosks/revoke", which=kiosk).status_code == 303


def test_a_file_is_tried_line_by_line_and_then_taken_in(admin: Staff) -> None:
    regions = admin.http.get("/admin/exchange/file?subject=regions").content.decode("utf-8-sig")
    good = f"{regions}130406888,演示新镇,130406\r\n".encode()
    bad = f"{regions}1304,短码,130406\r\n".encode()
    faulty = send(admin, "/exchange", files={"file": ("r.csv", bad, "text/csv")}, subject="regions")
    assert (faulty.status_code, 'data-label="行 ' in faulty.text) == (422, True)
    tried = send(admin, "/exchange", files={"file": ("r.csv", good, "text/csv")}, subject="regions")
    packed = re.findall(r'name="packed" value="([^"]+)"', tried.text)[0]
    assert "演示新镇" not in admin.http.get("/admin/regions?q=130406888").text
    assert send(admin, "/exchange", subject="regions", packed=packed, save="1").status_code == 303
    assert "演示新镇" in admin.http.get("/admin/regions?q=130406888").text


def test_a_file_of_a_megabyte_is_confirmed_as_it_was_tried(admin: Staff) -> None:
    line = "u{},示例单位{},department,130406,130406-gov,,演示地址·峰峰矿区行政中心（虚构）东楼一层大厅,示例|演示\n"
    content = "code,name,kind,region,parent,phone,address,aliases\n" + "".join(line.format(n, n) for n in range(9000))
    tried = send(admin, "/exchange", files={"file": ("u.csv", content.encode(), "text/csv")}, subject="units")
    packed = re.findall(r'name="packed" value="([^"]+)"', tried.text)[0]
    assert len(content.encode()) > 1_000_000 > 4 * len(packed)
    assert send(admin, "/exchange", subject="units", packed=packed, save="1").status_code == 303
    assert "示例单位8999" in admin.http.get("/admin/units?q=u8999").text
    assert send(admin, "/exchange", subject="units", packed="AAAA", save="1").status_code == 422
