"""The udev rules: every reader the drivers know is named, and installing puts them where udev looks."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from drivers.cards.usbids import BULK, HID
from drivers.core.status import Absent, Faulty, Ready
from installer.fleet.rules import FILES, FOLDER, check, install, rules

RULES = (FOLDER / "70-petition-hall.rules").read_text(encoding="utf-8")
_PART = r'[A-Z]+(\{[A-Za-z_]+\})?(==|!=|=|\+=)"[^"]*"'


def ids(subsystem: str) -> set[tuple[int, int]]:
    lines = [line for line in RULES.splitlines() if line.startswith(f'SUBSYSTEM=="{subsystem}"')]
    found = (re.search(r'idVendor}=="(....)".*idProduct}=="(....)"', line) for line in lines)
    return {(int(m[1], 16), int(m[2], 16)) for m in found if m}


def test_every_reader_the_drivers_know_may_be_used_without_root() -> None:
    assert ids("usb") == {(row.vendor, row.product) for row in BULK}
    assert ids("hidraw") == {(row.vendor, row.product) for row in HID}


def test_every_line_is_a_rule_udev_can_read() -> None:
    lines = [line for line in RULES.splitlines() if line and not line.startswith("#")]
    assert all(re.fullmatch(rf"{_PART}(, {_PART})*", line) for line in lines)
    assert all('GROUP="' in line and 'TAG+="uaccess"' in line for line in lines[1:-1])
    assert FILES[0].place.name < "73-seat-late.rules"


def test_installing_puts_them_in_place_and_a_changed_one_is_noticed(tmp_path: Path) -> None:
    assert isinstance(check(tmp_path), Ready), "no udev, no rules"
    (tmp_path / "etc/udev").mkdir(parents=True)
    assert isinstance(check(tmp_path), Absent)
    install(tmp_path)
    assert isinstance(check(tmp_path), Ready)
    (tmp_path / FILES[0].place).write_text("", encoding="utf-8")
    assert isinstance(check(tmp_path), Faulty)


def test_the_command_shows_them_and_installs_them(tmp_path: Path) -> None:
    (tmp_path / "etc/udev").mkdir(parents=True)
    shown = CliRunner().invoke(rules, ["--root", str(tmp_path)])
    assert shown.exit_code == 1
    assert "c35a" in shown.output
    done = CliRunner().invoke(rules, ["--install", "--root", str(tmp_path)])
    assert done.exit_code == 0
    assert "usermod" in done.output
    assert isinstance(check(tmp_path), Ready)
