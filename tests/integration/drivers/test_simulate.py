"""Simulated devices worked from outside: a program of its own, one line in, one line out, a real driver beside it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from drivers.cameras.folder import FolderCamera
from drivers.cards.errors import CardRemoved
from drivers.cards.serial import SerialCardReader
from drivers.core.errors import DeviceAbsent, DeviceError
from drivers.core.status import Absent, Ready
from drivers.imaging.errors import BadImage, NoPage
from drivers.scanners import Source
from drivers.scanners.sane import SaneScanner

ROOT = Path(__file__).parents[3]
NEVER = threading.Event()
TODAY = date(2026, 1, 1)
SOON_S = 8.0


class Running:
    """One simulator."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.where = self._line()

    def say(self, line: str) -> dict[str, Any]:
        """Give a command; return the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._line()

    def _line(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def simulator(*words: str) -> Iterator[Running]:
    command = [sys.executable, "-c", "from drivers.cli import devices; devices()", "simulate", *words]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        running = Running(process)
        yield running
        assert running.say("quit")["ok"]
        assert process.wait(10) == 0


def scanned(scanner: SaneScanner, source: Source = Source.FEEDER) -> str:
    try:
        return f"{len(list(scanner.scan(source, cancel=NEVER)))} pages"
    except DeviceError as error:
        return type(error).__name__


def test_the_sane_scanner_shows_each_fault_and_works_again(tmp_path: Path) -> None:
    with simulator("scanner", "--folder", str(tmp_path / "sane")) as running:
        assert (running.where["listening"], running.where["device"]) == ("sane", "test:0")
        config = running.where["config_dir"]
        scanner = SaneScanner(config_dir=config, resolution=75)
        assert scanned(scanner) == "10 pages"
        for fault, came in (
            ("jam", "PaperJam"),
            ("cover", "CoverOpen"),
            ("io_error", "DeviceAbsent"),
            ("busy", "Busy"),
        ):
            assert running.say(f"fault {fault}")["ok"]
            assert scanned(scanner, Source.FLATBED) == came
        assert running.say("remove")["ok"]
        assert scanned(scanner) == "NoPage"
        assert running.say("unplug")["ok"]
        assert isinstance(SaneScanner(config_dir=config).status(), Absent)
        assert running.say("clear")["ok"]
        (page,) = scanner.scan(cancel=NEVER)
        assert (page.width, page.height) == (620, 876)


def test_the_stand_in_counts_its_sheets_and_is_another_device_when_plugged_in_again(tmp_path: Path) -> None:
    with simulator("scanner", "--stand-in", "--folder", str(tmp_path)) as running:
        scanner = SaneScanner(command=running.where["command"], resolution=75, grace_s=0.5)
        assert running.say("insert 2")["ok"]
        assert scanned(scanner) == "2 pages"
        assert running.say("insert 3")["ok"] and running.say("fault crash 2")["ok"]
        assert scanned(scanner) == "BackendCrashed"
        assert running.say("clear")["ok"] and running.say("unplug")["ok"]
        assert scanned(scanner) == "DeviceAbsent"
        assert running.say("plug")["ok"]
        assert scanned(scanner) == "2 pages"
        assert not running.say("fault dance")["ok"]


def test_the_image_folder_gives_pages_bad_ones_and_none(tmp_path: Path) -> None:
    with simulator("camera", "--folder", str(tmp_path / "pages"), "--pages", "1") as running:
        camera = FolderCamera(running.where["path"])
        assert camera.capture(cancel=NEVER).height == 1754
        with pytest.raises(NoPage):
            camera.capture(cancel=NEVER)
        for fault in ("torn", "not_an_image", "tiny", "bomb", "empty"):
            assert running.say(f"fault {fault}")["ok"]
            assert len(running.say("insert")["files"]) == 1
            with pytest.raises(BadImage):
                camera.capture(cancel=NEVER)
        assert len(running.say("insert x2")["files"]) == 2
        assert running.say("fault unplug")["ok"]
        with pytest.raises(DeviceAbsent):
            camera.capture(cancel=NEVER)
        assert running.say("plug")["ok"]
        first, second = (camera.capture(cancel=NEVER) for _ in range(2))
        assert first.sha256 != second.sha256
        assert running.say("insert")["ok"] and running.say("remove")["removed"] == 9
        assert not running.say("insert /no/such/page.png")["ok"]
        assert "fault" in running.say("help")["commands"]


def test_a_reader_is_unplugged_and_comes_back_under_its_lasting_name(tmp_path: Path) -> None:
    link = tmp_path / "ttyUSB0"
    with simulator("card-reader", "--pty", "--instant", "--link", str(link)) as running:
        assert running.where["link"] == str(link)
        with SerialCardReader(str(link), today=lambda: TODAY) as reader:
            assert isinstance(reader.status(), Ready)
            assert running.say("unplug")["ok"]
            assert isinstance(reader.status(), Absent)
            assert running.say("plug")["path"].startswith("/dev/pts/")
            assert running.say("insert foreigner-2023")["ok"]
            assert reader.wait_card(timeout=SOON_S, cancel=NEVER)
            assert reader.read(cancel=NEVER).english_name.startswith("SIMULATED, WITH A NAME")
            assert running.say("fault unplug")["ok"]
            assert isinstance(reader.status(), Absent)
            assert running.say("clear")["path"]
            assert isinstance(reader.status(), Ready)
    assert not link.is_symlink()


def test_help_and_the_test_cards_are_told(tmp_path: Path) -> None:
    with simulator("card-reader", "--pty", "--instant") as running:
        told = running.say("help")
        assert "insert [NAME|FILE.json]" in told["commands"] and "drop-first" in told["faults"]
        assert {"resident", "rare", "hong-kong", "expired", "old-firmware"} <= set(running.say("cards")["cards"])
        with SerialCardReader(running.where["path"], today=lambda: TODAY) as reader:
            assert running.say("insert")["ok"] and running.say("fault bad_checksum x20")["ok"]
            assert reader.wait_card(timeout=SOON_S, cancel=NEVER)
            with pytest.raises(DeviceError):
                reader.read(cancel=NEVER)
            assert running.say("clear")["ok"] and running.say("remove")["ok"]
            assert reader.wait_removed(timeout=SOON_S, cancel=NEVER)
            assert running.say("insert rare")["ok"] and running.say("fault pull 600")["ok"]
            assert reader.wait_card(timeout=SOON_S, cancel=NEVER)
            with pytest.raises(CardRemoved):
                reader.read(cancel=NEVER)
