"""A copied disk and a curious officer on SQLite; tests/integration/server runs the same on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.hall import Hall, open_hall
from tests.contract.stolen import Stolen, lived, needles


class TestStolen(Stolen):
    pass


def test_a_copied_folder_and_the_log_show_nothing_of_anybody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="hall")
    with open_hall(tmp_path / "data") as hall:
        wanted = needles(lived(hall))
        files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
        assert {path.name for path in files} >= {"hall.sqlite3", "hall.sqlite3-wal", "master.key"}
        assert any(path.parent.parent.name == "pages-shown" for path in files)
        for path in files:
            content = path.read_bytes()
            assert not [needle for needle in wanted if needle in content], path.name
    assert not [needle for needle in wanted if needle in caplog.text.encode()]


def test_the_walk_opens_what_is_mine(hall: Hall) -> None:
    """The test above would hold for a centre that shows nothing to anybody."""
    said = lived(hall)
    duty = hall.sign_in("renshe.duty")
    case_id = duty.inbox()[0]["petition_id"]
    assert said[0] in duty.get(f"/petitions/{case_id}").text
