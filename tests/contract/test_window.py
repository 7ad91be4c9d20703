"""The window for other clients: visits of a day, what is asked while a matter is written down, scans, the search."""

from __future__ import annotations

import hashlib
import io
from typing import Any

from PIL import Image
from sqlmodel import select

from server.accounts.tables import Role
from server.audit.tables import AuditRecord
from server.contract.v1 import ComplainedOf
from tests.contract.hall import LI, WAGES, WANG, Hall, Staff, page_image, registered, registration
from tests.contract.intake import ACCUSATION, received

VAGUE = "有一件事情想向领导反映，希望有人管一管。"


def upload(staff: Staff, data: bytes) -> Any:
    return staff.http.post("/api/v1/reception/scans", content=data, headers={"X-Hall-CSRF": staff.csrf})


def a_pdf(pages: int) -> bytes:
    sheets = [Image.new("L", (210, 297), 200 + number) for number in range(pages)]
    buffer = io.BytesIO()
    sheets[0].save(buffer, "PDF", save_all=True, append_images=sheets[1:])
    return buffer.getvalue()


def test_the_visits_of_the_day_name_nobody_and_keep_what_is_sealed_or_barred(hall: Hall) -> None:
    kiosk = hall.kiosk()
    mine = registered(kiosk, "visit-0001", registration(text=VAGUE))
    other = registered(kiosk, "visit-0002", registration(petitioner=WANG))
    named = (ComplainedOf(name="某某", kind="person", post="和村镇党委书记"),)
    registered(kiosk, "visit-0003", registration(text=ACCUSATION, complained_of=named))
    registered(kiosk, "visit-0004", registration(complained_of=(ComplainedOf(name="区信访局"),)))
    window = hall.sign_in("xinfang.duty")
    found = window.get("/reception/visits").json()
    assert {item["number"]: bool(item["petition_id"]) for item in found["items"]} == {
        mine.number: True,
        other.number: False,
    }
    assert WANG.name not in str(found)
    assert (found["counts"]["all"], found["counts"]["visit"], found["after"]) == (2, 2, "")
    assert {item["terminal"] for item in found["items"]} == {"一号终端"}
    hall.clock.forward(days=1)
    assert window.get("/reception/visits").json()["items"] == []
    assert len(window.get("/reception/visits?day=2026-03-02").json()["items"]) == 2
    assert window.get("/reception/visits?day=2026-03-02&form=letter").json()["items"] == []
    assert hall.sign_in("renshe.duty").get("/reception/visits?day=2026-03-02").json()["items"] == []


def test_a_window_clerk_without_a_post_receives_for_the_office_they_work_in(hall: Hall) -> None:
    clerk = hall.person("window.one", Role.WINDOW, "130406-xinfang")
    assert received(clerk, "letter-0001").status_code == 200
    assert clerk.get("/reception/visits").json()["counts"] == {"all": 1, "visit": 0, "letter": 1, "phone": 0, "net": 0}


def test_pages_scanned_at_the_window_go_along_and_a_pdf_is_its_pages(hall: Hall) -> None:
    window = hall.sign_in("xinfang.duty")
    one = upload(window, page_image()).json()["pages"]
    assert one == [hashlib.sha256(page_image()).hexdigest()]
    pages = one + upload(window, a_pdf(2)).json()["pages"]
    assert len(set(pages)) == 3
    assert window.http.get(f"/api/v1/reception/scans/{one[0]}").headers["content-type"] == "image/png"
    assert hall.sign_in("renshe.duty").http.get(f"/api/v1/reception/scans/{one[0]}").status_code == 403
    made = received(window, "letter-0001", pages=[{"sha256": one} for one in pages]).json()
    file = hall.sign_in("renshe.duty").get(f"/petitions/{made['petition_id']}").json()
    assert [page["position"] for page in file["pages"]] == [0, 1, 2]
    again = window.get("/reception/receipts/letter-0001").json()
    assert (again["number"], again["query_code"]) == (made["number"], made["query_code"])
    assert window.get("/reception/receipts/letter-0009").status_code == 404
    for damaged in (b"%PDF-1.7 broken", b"no image"):
        assert upload(window, damaged).json()["code"] == "bad_image"


def test_what_a_terminal_may_ask_the_window_may_ask(hall: Hall) -> None:
    given = registered(hall.kiosk(), "visit-0001", registration())
    hidden = registration(complained_of=(ComplainedOf(name="区信访局"),))
    registered(hall.client(next(iter(hall.keys))), "visit-0002", hidden)
    window = hall.sign_in("xinfang.duty")
    who = {"id_number": LI.id_number}
    assert [one["number"] for one in window.post("/reception/earlier", who).json()["matters"]] == [given.number]
    alike = window.post("/reception/similar", {**who, "text": WAGES}).json()["matters"]
    assert [one["number"] for one in alike] == [given.number]
    said = window.post("/reception/suggest", {"text": WAGES, "place_region": "130406"}).json()
    assert (said["unit"]["code"], bool(said["words"])) == ("130406-renshe", True)
    sealed = window.post("/reception/suggest", {"text": ACCUSATION}).json()
    assert (sealed["outcome"], sealed["words"]) == ("restricted", [])
    stranger = hall.sign_in("renshe.duty")
    for path, body in (("earlier", who), ("similar", {**who, "text": WAGES}), ("suggest", {"text": WAGES})):
        assert stranger.post(f"/reception/{path}", body).json()["code"] == "forbidden"


def test_a_person_is_looked_for_with_a_reason_and_the_trail_says_which(hall: Hall) -> None:
    given = registered(hall.kiosk(), "visit-0001", registration())
    unit = hall.sign_in("renshe.duty")
    asked = {"q": LI.phone, "reason": "present"}
    found = unit.post("/cases/search", asked).json()
    assert ([one["number"] for one in found["items"]], found["understood"][0]) == ([given.number], "phone")
    assert unit.post("/cases/search", {"q": LI.phone}).json()["items"] == []
    assert unit.post("/cases/search", {"q": LI.name, "field": "name"}).json()["fields"] == ["reason"]
    by_number = unit.post("/cases/search", {"q": given.number}).json()
    assert (len(by_number["items"]), by_number["understood"]) == (1, ["number"])
    with hall.session() as session:
        objects = session.exec(select(AuditRecord.object).where(AuditRecord.action == "petition.searched")).all()
    assert objects == ["search:any:present", "search:any:none", "search:any:none"]
