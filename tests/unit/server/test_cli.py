"""The commands of the server as an administrator types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from server import cli
from tests.contract.hall import open_hall


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def admin(data: Path, *words: str) -> Result:
    return CliRunner().invoke(cli.admin, [*words, "--data", str(data)])


def test_a_kiosk_is_enrolled_listed_and_revoked(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "key.json"
    words = (
        "kiosk",
        "enrol",
        "--name",
        "一号终端",
        "--region",
        "130406",
        "--server",
        "http://centre",
        "--out",
        str(out),
    )
    done = admin(data, *words)
    assert done.exit_code == 0, done.output
    kiosk_id = json.loads(done.stdout.splitlines()[-1])["kiosk_id"]
    key = json.loads(out.read_text(encoding="utf-8"))
    assert set(key) == {"kiosk_id", "private_key", "server", "centre_keys"}
    assert key["kiosk_id"] == kiosk_id
    assert out.stat().st_mode & 0o777 == 0o600
    assert admin(data, *words).exit_code == 1, "a key file is never overwritten"
    assert admin(data, "kiosk", "revoke", kiosk_id).exit_code == 0
    listed = json.loads(admin(data, "kiosk", "list", "--json").stdout.splitlines()[-1])
    assert listed["kiosks"] == [{"id": kiosk_id, "name": "一号终端", "region": "130406", "revoked": True}]
    assert admin(data, "kiosk", "revoke", "k-nowhere").exit_code == 1


def test_a_wrong_region_is_a_usage_error(data: Path, tmp_path: Path) -> None:
    done = admin(data, "kiosk", "enrol", "--name", "x", "--region", "峰峰", "--out", str(tmp_path / "key.json"))
    assert done.exit_code == 2


def test_demo_data_loads_twice_and_passes_every_check(data: Path) -> None:
    first, again = admin(data, "demo-data"), admin(data, "demo-data")
    assert (first.exit_code, again.exit_code) == (0, 0), first.output + again.output
    assert first.stdout == again.stdout
    for words in (("units", "check"), ("verify",), ("audit", "verify")):
        done = admin(data, *words, "--json")
        assert done.exit_code == 0, done.output
        assert json.loads(done.stdout.splitlines()[-1])["ok"] is True


def test_demo_data_never_gets_into_a_real_hall(data: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "key.json")
    assert admin(data, "kiosk", "enrol", "--name", "x", "--region", "130406", "--out", out).exit_code == 0
    refused = admin(data, "demo-data")
    assert refused.exit_code == 1
    assert "演示" in refused.stderr


def test_units_check_names_what_is_missing(data: Path) -> None:
    done = admin(data, "units", "check")
    assert done.exit_code == 1
    assert "petition" in done.stderr


def test_an_account_is_added_once(data: Path) -> None:
    words = ("account", "add", "auditor", "--display", "审计示例", "--role", "auditor", "--password", "Long-enough-7")
    assert admin(data, *words).exit_code == 0
    assert admin(data, *words).exit_code == 1
    assert admin(data, *words[:-3], "queen", *words[-2:]).exit_code == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [("REGIMES", '["nowhere"]'), ("HALL_HOURS", '[["12:00", "08:00"]]'), ("HALL_HOURS", "sometimes")],
)
def test_settings_that_cannot_be_used_stop_the_start(
    data: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"HALL_SERVER_{name}", value)
    done = admin(data, "demo-data")
    assert done.exit_code == 1, done.output
    assert "配置" in done.stderr


def test_a_missing_key_is_explained(data: Path) -> None:
    assert admin(data, "demo-data").exit_code == 0
    (data / "master.key").unlink()
    done = admin(data, "verify")
    assert done.exit_code == 1
    assert "master.key" in done.stderr


def test_the_worker_handles_what_is_due_and_says_so(data: Path) -> None:
    with open_hall(data):
        pass
    done = CliRunner().invoke(cli.worker, ["--once", "--json", "--data", str(data)])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout.splitlines()[-1])["expired"] == 0
