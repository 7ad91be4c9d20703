"""A terminal enrols itself once with a code, and is shut out everywhere by one command."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.uplink.client import CentreClient, open_http
from kiosk.uplink.key import KioskKey
from server.accounts import enrolment
from server.contract.v1 import LeaseResponse
from server.contract.v1.kiosks import enrolment_text
from server.core.time import wall_clock
from tests.contract.hall import HALL_REGION, Hall, refused

SECONDS = 90


def ask(hall: Hall, code: str, *, spoil: bool = False) -> Any:
    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    proof = base64.b64encode(key.sign(enrolment_text("other" if spoil else code, public))).decode()
    return hall.http.post("/api/v1/kiosk/enrol", json={"code": code, "public_key": public, "proof": proof})


def invited(hall: Hall) -> str:
    with hall.work() as work:
        return enrolment.invite(work, "一号终端", HALL_REGION)


def test_a_code_is_good_once_for_a_day_and_only_with_the_key(hall: Hall) -> None:
    code = invited(hall)
    assert ask(hall, code, spoil=True).json()["code"] == "unauthenticated"
    assert ask(hall, code.lower().replace("-", " ")).json()["region"] == HALL_REGION
    late = invited(hall)
    hall.clock.forward(hours=24)
    again, old, none = ask(hall, code), ask(hall, late), ask(hall, "2222-2222-2222-2222")
    assert [one.status_code for one in (again, old, none)] == [401] * 3
    assert again.json() == old.json() == none.json()
    for path in hall.centre.settings.data.glob("hall.sqlite3*"):
        assert code.replace("-", "").encode() not in path.read_bytes()


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "installer.command", *words],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def test_one_command_shuts_a_stolen_key_out_of_every_process_at_once(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    command = [sys.executable, "-m", "installer.command", "server", "--port", "0", "--data", data]
    servers = []
    try:
        urls = []
        for more in (["--demo"], ["--no-migrate"]):
            one = subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True)
            servers.append(one)
            assert one.stdout is not None
            urls.append(json.loads(one.stdout.readline())["url"])
        code = json.loads(
            run("admin", "kiosk", "invite", "--name", "一号", "--region", HALL_REGION, "--data", data).stdout
        )
        key_file = tmp_path / "kiosk.json"
        done = run("enrol", "--server", urls[0], "--code", code["code"], "--out", str(key_file))
        assert done.returncode == 0, done.stderr
        assert key_file.stat().st_mode & 0o777 == 0o600
        assert run("enrol", "--server", urls[0], "--code", code["code"], "--out", str(tmp_path / "no")).returncode == 1
        assert not (tmp_path / "no").exists()
        key = KioskKey.load(key_file)
        clients = [CentreClient(open_http(url), key, wall_clock) for url in urls]
        for client in clients:
            assert isinstance(client.lease(1), LeaseResponse)
        assert run("admin", "kiosk", "revoke", key.kiosk_id, "--data", data).returncode == 0
        for client in clients:
            assert refused(client.lease(1)) == "unauthenticated"
            client.close()
    finally:
        for one in servers:
            one.terminate()
            one.wait(SECONDS)
            if one.stdout is not None:
                one.stdout.close()
