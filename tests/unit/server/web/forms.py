"""Forms of a matter as a browser without scripts sends them."""

from __future__ import annotations

import re

from server.contract.v1 import RegisterResponse
from tests.unit.server.web.test_pages import Hall

OPINION = {
    "outcome": "supported",
    "facts": "拖欠工资属实，金额已核对",
    "opinion": "责令七日内支付拖欠工资",
    "basis": "劳动法第五十条",
    "sure": "1",
}


def take(hall: Hall, where: str, form: str, **said: str) -> tuple[int, str]:
    """Send a form with the hidden fields of the page as it is now; return the status and the page that follows."""
    page = hall.client.get(where).text
    version = re.search(r'name="version" value="(\d+)"', page)
    body = {"csrf": hall.token(where), "version": version[1] if version else "0", **said}
    answer = hall.client.post(f"{where}/{form}", data=body)
    if answer.status_code == 303:
        return 303, hall.client.get(answer.headers["location"]).text
    return answer.status_code, answer.text


def acknowledged(hall: Hall, matter: RegisterResponse, officer: str = "labour.duty") -> str:
    where = f"/cases/{matter.petition_id}"
    hall.sign_in(officer)
    assert hall.client.post(f"{where}/acknowledge", data={"csrf": hall.token(where)}).status_code == 303
    return where


def offered(hall: Hall, where: str) -> set[str]:
    """Return the steps whose forms the page holds."""
    return set(re.findall(r'id="act-([a-z-]+)"', hall.client.get(where).text))


def serve_last(hall: Hall, where: str) -> str:
    """Mark the newest paper as handed over; return the page that follows."""
    seq = max(map(int, re.findall(r"/papers/(\d+)/served", hall.client.get(where).text)))
    status, page = take(hall, where, f"papers/{seq}/served", manner="in_person", signed="1")
    assert status == 303, page
    return page
