"""What must hold on every database: a copy of it shows nothing of anybody, and who may not see a matter learns nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from server.accounts.permit import Permit
from tests.contract.doors import doors
from tests.contract.hall import LI, WAGES, WANG, Hall, Staff, page_image, registered, registration

FACTS = "经核实欠薪四万八千六百元属实"
NOTE = "已约谈样例建筑公司负责人钱样例"
RATING = "等候了两个半小时才轮到"


def lived(hall: Hall) -> list[str]:
    """Let a matter live a while; return everything that was said in it."""
    image = page_image()
    kiosk = hall.kiosk()
    kiosk.put_page(hashlib.sha256(image).hexdigest(), image, "image/png", 10)
    body = registration(pages=(image,)).model_copy(update={"representatives": (WANG,)})
    answer = registered(kiosk, "row-0000-0001", body)
    kiosk.lookup("111", LI.id_number)
    duty = hall.sign_in("renshe.duty")
    hall.clock.forward(minutes=2)
    duty.acknowledge(answer.petition_id)
    duty.done(answer.petition_id, "notes", text=NOTE)
    opinion = {"outcome": "supported", "facts": FACTS, "opinion": "责令十日内支付。", "basis": "《劳动法》第五十条"}
    duty.done(answer.petition_id, "opinion", **opinion)
    hall.http.post(
        "/api/v1/ratings",
        json={
            "number": answer.number,
            "query_code": answer.query_code,
            "subject": "hall",
            "level": 1,
            "reason": RATING,
        },
    )
    duty.get(f"/petitions/{answer.petition_id}/pages/0")
    return [
        *(LI.name, LI.id_number, LI.phone, LI.address, LI.registered_address, WANG.name, WANG.id_number, WANG.phone),
        *(WAGES, WAGES[:8], "第一页文字内容", FACTS, NOTE, RATING, answer.query_code),
    ]


def needles(said: list[str]) -> list[bytes]:
    """Everything as a disk may hold it: in three encodings, and in the hexadecimal of a dump."""
    plain = [text.encode(code) for text in said for code in ("utf-8", "utf-16-le", "gb18030")]
    image = page_image()[16:80]
    return [*plain, *(one.hex().encode() for one in plain), image, image.hex().encode()]


class Stolen:
    """Subclassed once per database; the subclass has a fixture `hall`."""

    def test_whoever_may_not_see_a_matter_gets_on_every_route_the_answer_of_one_that_does_not_exist(
        self, hall: Hall
    ) -> None:
        answer = registered(hall.kiosk(), "row-0000-0001", registration())
        stranger = hall.sign_in("shuili.duty")
        real, none = answer.petition_id, "0" * 32
        tried = 0
        for door in doors(hall.app):
            if "{case_id}" not in door.path or not any(isinstance(call, Permit) for call in door.calls):
                continue
            tried += 1
            seen = []
            for case_id in (real, none):
                with counted(hall) as statements:
                    status, body = ask(stranger, door.method, door.path, case_id)
                seen.append((status, body.replace(case_id, ""), [re.sub(r"\s+", " ", one) for one in statements]))
            assert seen[0][:2] == seen[1][:2], str(door)
            assert seen[0][0] in (403, 404, 422, 409), str(door)
            # the same questions to the database: the time of the answer tells nothing either
            assert seen[0][2] == seen[1][2], str(door)
        assert tried > 25
        before = hall.sign_in("renshe.duty").get(f"/petitions/{real}").json()
        assert (before["state"], before["version"]) == (answer.decision.outcome, before["version"])

    def test_numbers_of_others_are_as_unknown_as_invented_ones(self, hall: Hall) -> None:
        mine = registered(hall.kiosk(), "row-0000-0001", registration())
        hall.clock.forward(minutes=1)
        duty, stranger = hall.sign_in("renshe.duty"), hall.sign_in("shuili.duty")
        assert duty.acknowledge(mine.petition_id).status_code == 200
        other = registered(
            hall.kiosk(), "row-0000-0002", registration(hall.clock(), text="村里灌溉水渠多年失修，请求水利局维修水渠。")
        )
        found = stranger.http.get(f"/api/v1/petitions/{other.petition_id}")
        target = other.petition_id if found.status_code == 200 else ""
        invented = mine.number[:-2] + "99"
        answers = [
            stranger.decide(target, "merge", into=number, reason="同一事项，请合并办理。")
            for number in (mine.number, invented)
        ]
        assert answers[0].status_code == answers[1].status_code != 200
        assert answers[0].json() == answers[1].json()


def ask(staff: Staff, method: str, path: str, case_id: str) -> tuple[int, str]:
    filled = re.sub(r"\{\w+(:\w+)?\}", "1", path.replace("{case_id}", case_id))
    body: dict[str, Any] = {"version": 3, "reason": "按职责分工确定。", "unit": "130406-shuili", "csrf": staff.csrf}
    if path.startswith("/api/"):
        answer = staff.http.request(method, filled, json=body, headers={"X-Hall-CSRF": staff.csrf})
    else:
        answer = staff.http.request(method, filled, data=body, follow_redirects=False)
    return answer.status_code, re.sub(r'data-now="[^"]*"', "", answer.text)


@contextmanager
def counted(hall: Hall) -> Iterator[list[str]]:
    """Yield the statements the database is asked inside the block."""
    found: list[str] = []

    def heard(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        # the server asks for news meanwhile; what is asked of matters is asked for this request
        if "petition_case" in statement:
            found.append(statement)

    event.listen(hall.centre.engine, "before_cursor_execute", heard)
    try:
        yield found
    finally:
        event.remove(hall.centre.engine, "before_cursor_execute", heard)
