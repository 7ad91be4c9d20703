"""Keys are rotated while the centre works; killed in between, the next run goes on and nothing is lost."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import SecretStr
from sqlalchemy import LargeBinary
from sqlmodel import SQLModel, select

from server.cases.progress import progress
from server.cases.tables import Person
from server.cli.keys import keys
from server.contract.v1 import LookupResponse, RegisterResponse
from server.core import keyring
from server.core.centre import Centre, open_centre
from server.core.database import transaction
from server.core.keyring import Use
from server.core.keysource import KeyFile
from server.core.settings import ServerSettings
from server.core.work import Work
from server.invariants.every import failures
from server.keys import columns, rotation
from tests.contract.hall import LI, WANG, Hall, open_hall, page_image, registered, registration

SECONDS = 100
SQLITE = "sqlite"


@pytest.fixture(
    params=[SQLITE, pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.xdist_group("postgresql")])]
)
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hall]:
    url = "" if request.param == SQLITE else request.getfixturevalue("database")
    with open_hall(tmp_path / "data", url) as hall:
        yield hall


def command(hall: Hall, *words: str) -> list[str]:
    options = ["--data", str(hall.centre.settings.data), "--database", hall.centre.settings.database_url]
    return [sys.executable, "-m", "installer.command", "admin", "keys", *words, *options]


def filled(hall: Hall) -> RegisterResponse:
    image = page_image()
    kiosk = hall.kiosk()
    kiosk.put_page(hashlib.sha256(image).hexdigest(), image, "image/png", 10)
    kiosk.lease(5)
    registered(kiosk, "row-0000-0001", registration(petitioner=WANG))
    return registered(kiosk, "row-0000-0002", registration(pages=(image,)))


def looked_up(hall: Hall, number: str) -> int:
    found = hall.client(next(iter(hall.keys))).lookup("111", number)
    assert isinstance(found, LookupResponse)
    return len(found.matters)


def test_a_rotation_killed_in_the_middle_goes_on_and_the_centre_works_all_the_time(hall: Hall) -> None:
    answer = filled(hall)
    before = KeyFile(hall.centre.settings.key_path).read()
    running = subprocess.Popen(
        command(hall, "rotate"), stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    assert running.stdout is not None
    first = running.stdout.readline()
    running.send_signal(signal.SIGKILL)
    running.wait(SECONDS)
    running.stdout.close()
    assert ": " in first
    between = KeyFile(hall.centre.settings.key_path).read()
    assert rotation.unfinished(between)
    assert between.keys[Use.SEAL][1] == before.keys[Use.SEAL][1]
    # half is old and half is new: people are found by either, and what comes in meanwhile is new
    assert looked_up(hall, LI.id_number) == looked_up(hall, WANG.id_number) == 1
    late = registered(hall.client(next(iter(hall.keys))), "row-0000-0003", registration(petitioner=WANG))
    done = subprocess.run(
        command(hall, "rotate", "--json"), capture_output=True, text=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert (figures["resumed"], figures["version"]) == (True, 2)
    after = KeyFile(hall.centre.settings.key_path).read()
    assert (sorted(after.keys[Use.SEAL]), sorted(after.keys[Use.INDEX])) == ([1, 2], [2])
    assert after.keys[Use.CHAIN] == before.keys[Use.CHAIN]
    assert set(rotation.in_use(hall.centre)) == {2}
    assert (looked_up(hall, LI.id_number), looked_up(hall, WANG.id_number)) == (1, 2)
    with hall.work("public") as work:
        assert progress(work, answer.number, answer.query_code).number == answer.number
        assert progress(work, late.number, late.query_code).number == late.number
    with hall.session() as session:
        assert len(session.exec(select(Person)).all()) == 2
    duty = hall.sign_in("renshe.duty")
    assert duty.get(f"/petitions/{answer.petition_id}").json()["petitioner"]["name"] == LI.name
    assert duty.get(f"/petitions/{answer.petition_id}/pages/0").content == page_image()
    with hall.work() as work:
        assert failures(work) == []
    found = duty.http.get("/api/v1/cases/search", params={"q": LI.name}).json()
    assert [one["number"] for one in found["items"]] == [answer.number], found
    assert subprocess.run(command(hall, "forget", "1"), timeout=SECONDS, check=False).returncode == 0
    assert duty.get(f"/petitions/{late.petition_id}").status_code == 200


def centre_with(hall: Hall, ring: str) -> Centre:
    """The data of this hall, opened with these keys."""
    options = ServerSettings(data=hall.centre.settings.data, database="", keys=SecretStr(ring))
    return open_centre(options, hall.clock, hall.centre.domain)


def broken_off(_progress: rotation.Progress) -> None:
    raise InterruptedError


def test_keys_of_the_environment_are_rotated_in_steps_the_command_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set, run, broken off, run, set, forget; in between the centre serves with what was set."""
    first = keyring.one_line(keyring.fresh())
    monkeypatch.setenv("HALL_SERVER_KEYS", first)
    with open_hall(tmp_path / "data", keys=SecretStr(first)) as hall:
        answer = filled(hall)
        assert not hall.centre.settings.key_path.exists()

    options = ["--data", str(hall.centre.settings.data), "--json"]

    def run(*words: str) -> dict[str, Any]:
        done = CliRunner().invoke(keys, [*words, *options])
        assert done.exit_code == 0, done.output
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    assert run("rotate")["step"] == "set_new_keys"
    shown = run("rotate", "--out", str(tmp_path / "next.env"))
    assert (shown["step"], shown["value"]) == ("set_new_keys", "")
    path = tmp_path / "next.env"
    assert path.stat().st_mode & 0o777 == 0o600
    second = path.read_text(encoding="utf-8").removeprefix("HALL_SERVER_KEYS='").removesuffix("'\n")
    monkeypatch.setenv("HALL_SERVER_KEYS", second)
    with pytest.raises(InterruptedError):
        rotation.seal_again(centre_with(hall, second), broken_off)
    ended = run("rotate")
    assert ended["step"] == "set_one_index"
    monkeypatch.setenv("HALL_SERVER_KEYS", ended["value"])
    assert {one["version"]: one["sealed"] > 0 for one in run("list")["versions"]} == {1: False, 2: True}
    last = run("forget", "1")["value"]
    centre = centre_with(hall, last)
    with transaction(centre.engine, centre.domain) as session:
        work = Work(session, centre, hall.clock(), "public")
        assert progress(work, answer.number, answer.query_code).number == answer.number
    with transaction(centre.engine, centre.domain) as session:
        assert failures(Work(session, centre, hall.clock(), "system:test")) == []
    centre.engine.dispose()
    assert not list(hall.centre.settings.data.glob("*.key"))


def test_the_cipher_of_the_settings_is_taken_up_by_the_next_rotation(tmp_path: Path) -> None:
    with open_hall(tmp_path / "data") as hall:
        filled(hall)
    with open_hall(tmp_path / "data", cipher="sm4-gcm") as hall:
        rotation.rotate(hall.centre, KeyFile(hall.centre.settings.key_path), lambda _: None, threading.Event())
        head = hall.centre.vault.head
        assert head[0] == 3
        with hall.session() as session:
            assert {row.name_sealed[:3] for row in session.exec(select(Person)).all()} == {head}
        with hall.work() as work:
            assert failures(work) == []


def test_everything_sealed_is_known_to_the_rotation() -> None:
    known = {(one.table.__tablename__, name) for one in columns.EVERY for name in one.contexts}
    public = {("kiosk", "public_key")}
    stored = {
        (table.name, column.name)
        for table in SQLModel.metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, LargeBinary)
    }
    assert stored - public == known
