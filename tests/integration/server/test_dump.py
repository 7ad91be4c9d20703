"""A dump of PostgreSQL, and a copy of its disk, show nothing of anybody."""

from __future__ import annotations

import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
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


def test_a_copied_disk_of_the_server_shows_nothing_of_anybody(database: str, tmp_path: Path) -> None:
    """Tables, indexes, write-ahead log, temporary files and the log of the server, after everything was written out."""
    folder = Path(parse_qs(urlsplit(database).query)["host"][0])
    with open_hall(tmp_path / "data", database) as hall:
        wanted = needles(lived(hall))
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            found = connection.execute("SELECT pg_relation_filepath('petition_case'), pg_relation_filepath('person')")
            told = found.fetchone()
        files = [path for path in folder.rglob("*") if path.is_file()]
        told_files = {str(path.relative_to(folder / "data")) for path in files if path.is_relative_to(folder / "data")}
        assert told is not None and set(told) <= told_files
        assert any("pg_wal" in path.parts for path in files) and (folder / "log") in files
        shown = [path.name for path in files if (held := path.read_bytes()) and any(one in held for one in wanted)]
        assert shown == []
