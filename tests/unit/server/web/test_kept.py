"""A form that is sent after its session ended: without scripts too, what was written comes back to the same person."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from server.contract.v1 import RegisterResponse
from tests.unit.server.web.centre import PASSWORD
from tests.unit.server.web.test_pages import Hall, hall, matter

__all__ = ["hall", "matter"]

WRITTEN = "已电话联系，约定周五面谈 <b>&"


def _sent_too_late(hall: Hall, matter: RegisterResponse, **more: str) -> str:
    """Write a note, let the session end, send it; return the page that answers."""
    hall.sign_in("labour.duty")
    where = f"/cases/{matter.petition_id}"
    page = hall.client.get(where).text
    said = {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[-1] for name in ("csrf", "version")}
    hall.clock.ahead += timedelta(hours=13)
    answer = hall.client.post(f"{where}/steps/note", data=said | {"text": WRITTEN} | more)
    assert answer.status_code in (303, 401)
    return answer.text


def _kept(page: str) -> str:
    return re.findall(r'name="kept" value="([^"]+)"', page)[0]


def _sign_in(hall: Hall, username: str, kept: str) -> str:
    form = {"username": username, "password": PASSWORD, "kept": kept, "to": "/inbox"}
    return hall.client.post("/login", data=form).text


def test_what_was_written_is_there_after_the_sign_in_and_is_sent_with_one_tap(
    hall: Hall, matter: RegisterResponse
) -> None:
    asked = _sent_too_late(hall, matter)
    assert "已为您保留" in asked
    assert "周五面谈" not in asked, "it is sealed"
    back = _sign_in(hall, "labour.duty", _kept(asked))
    action = re.findall(r'<form method="post" action="(/cases/[^"]+)"', back)[0]
    form = {name: unescape(said) for name, said in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', back)}
    form["csrf"] = re.findall(rf'action="{action}">\s*<input type="hidden" name="csrf" value="([^"]+)"', back)[0]
    form |= {name: unescape(said) for name, said in re.findall(r'name="(\w+)" rows="\d">([^<]*)</textarea>', back)}
    assert form["text"] == WRITTEN
    answer = hall.client.post(action, data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{matter.petition_id}?done=note")
    assert "周五面谈" in hall.client.get(f"/cases/{matter.petition_id}").text


def test_nobody_else_is_shown_it_and_not_for_long(hall: Hall, matter: RegisterResponse) -> None:
    kept = _kept(_sent_too_late(hall, matter))
    hall.kiosk.register(summary="另一件事")
    assert "周五面谈" not in _sign_in(hall, "petition.duty", kept)
    assert "周五面谈" not in _sign_in(hall, "labour.duty", kept[:-8] + "AAAAAAA=")
    assert "周五面谈" not in _sign_in(hall, "labour.duty", "x")
    hall.clock.ahead += timedelta(minutes=31)
    assert "周五面谈" not in _sign_in(hall, "labour.duty", kept)


@pytest.mark.parametrize("more", [{"csrf": "forged"}, {"text": ""}])
def test_what_did_not_come_from_a_page_of_theirs_or_says_nothing_is_not_kept(
    hall: Hall, matter: RegisterResponse, more: dict[str, str]
) -> None:
    assert "kept" not in _sent_too_late(hall, matter, **more)


def test_a_wrong_password_does_not_lose_it(hall: Hall, matter: RegisterResponse) -> None:
    kept = _kept(_sent_too_late(hall, matter))
    again = hall.client.post("/login", data={"username": "labour.duty", "password": "wrong", "kept": kept})
    assert (again.status_code, _kept(again.text)) == (401, kept)
