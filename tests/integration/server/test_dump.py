"""A dump of PostgreSQL shows nothing of anybody."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.contract.hall import open_hall
from tests.contract.stolen import lived, needles
from tests.integration.conftest import _FOLDERS

pytestmark = [pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")]


def test_a_dump_shows_nothing_of_anybody(database: str, tmp_path: Path) -> None:
    with open_hall(tmp_path / "data", database) as hall:
        wanted = needles(lived(hall))
        done = subprocess.run(
            [str(_FOLDERS[0] / "pg_dump"), "--inserts", database], capture_output=True, timeout=60, check=False
        )
    assert done.returncode == 0, done.stderr
    assert b"petition_case" in done.stdout
    assert not [needle for needle in wanted if needle in done.stdout]
