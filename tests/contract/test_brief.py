"""A client that shows the file itself asks for a brief answer."""

from __future__ import annotations

from pathlib import Path

from tests.contract.hall import open_hall, registered, registration


def test_acknowledging_answers_the_file_or_what_the_inbox_shows_of_it(tmp_path: Path) -> None:
    with open_hall(tmp_path / "data") as hall:
        kiosk = hall.kiosk()
        first, second = (
            registered(kiosk, f"brief-0000-000{number}", registration()).petition_id for number in range(2)
        )
        desk = hall.sign_in("renshe.duty")
        path, csrf = "/api/v1/petitions/{}/acknowledge", {"X-Hall-CSRF": desk.csrf}
        whole = desk.http.post(path.format(first), headers=csrf).json()
        answer = desk.http.post(path.format(second), params={"answer": "brief"}, headers=csrf)
        assert answer.status_code == 200
        brief = answer.json()
        assert "petitioner" in whole
        assert "petitioner" not in brief
        assert (brief["state"], brief["version"], len(brief["clocks"])) == (
            *(whole["state"], whole["version"]),
            len(whole["clocks"]),
        )
        assert not brief["can_acknowledge"]
        # told again, it changes nothing; another word is refused
        assert desk.http.post(path.format(second), params={"answer": "brief"}, headers=csrf).json() == brief
        assert desk.http.post(path.format(second), params={"answer": "short"}, headers=csrf).status_code == 422
