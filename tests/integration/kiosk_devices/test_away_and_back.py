"""The terminal's reader while the PC/SC daemon restarts, the process is stopped, and two readers are kept at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.pcscd import Pcscd
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam
from drivers.cards.simulator.vpcd import VpcdSlot
from drivers.core.healthfile import load
from drivers.core.supervision import State
from tests.integration.drivers.proxied_daemon import daemon_at

ROOT = Path(__file__).parents[3]
SOCKET = "PCSCLITE_CSOCK_NAME"


class Terminal:
    """A card bus in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def ask(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("read\n")
        self.process.stdin.flush()

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def until(self, wanted: str) -> None:
        while (line := self.line()) != wanted:
            assert line, f"ended before {wanted}"


@contextmanager
def terminal(driver: str, option: str, value: str, health: Path, **environment: str) -> Iterator[Terminal]:
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("kept_reader.py")), driver, option, value, str(health)],
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Terminal(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(20) == 0


@pytest.mark.pcsc
@pytest.mark.xdist_group("pcsc")
def test_a_daemon_that_restarts_between_visits_and_during_one_is_met_again(tmp_path: Path) -> None:
    path, health = tmp_path / "pcscd.comm", tmp_path / "devices.json"
    with (
        Pcscd(),
        VpcdSlot(1, physics=INSTANT, patience=100.0) as slot,
        terminal("pcsc", "reader", slot.reader, health, **{SOCKET: str(path)}) as kiosk,
    ):
        assert kiosk.line() == "works False"
        with daemon_at(path):
            assert kiosk.line() == "works True"
        assert kiosk.line() == "works False"
        with daemon_at(path):
            assert kiosk.line() == "works True"
            kiosk.ask()
        # the visitor stands before it when the daemon goes
        kiosk.until("works False")
        assert kiosk.line() == "failed reader_absent"
        with daemon_at(path):
            assert kiosk.line() == "works True"
            slot.insert(sample_card())
            kiosk.ask()
            assert kiosk.line() == "CardRead"
    kept = load(health)["reader"]
    assert (kept.reads, kept.losses, kept.keeper) == (1, 2, 0)
    assert kept.last_error is not None
    assert "pcscd" in kept.last_error.remedy


def test_a_process_that_was_stopped_while_its_reader_was_exchanged_reads_the_next_card(tmp_path: Path) -> None:
    port, health = tmp_path / "ttyCARD", tmp_path / "devices.json"
    with SamPty(SimulatedSam(physics=INSTANT)) as first:
        port.symlink_to(first.path)
        with terminal("serial", "port", str(port), health) as kiosk:
            assert kiosk.line() == "works True"
            kiosk.ask()
            kiosk.process.send_signal(signal.SIGSTOP)
            port.unlink()
            first.unplug()
            with SamPty(SimulatedSam(physics=INSTANT)) as second:
                second.sam.insert(sample_card())
                port.symlink_to(second.path)
                kiosk.process.send_signal(signal.SIGCONT)
                assert kiosk.line() == "works False"
                assert kiosk.line() == "failed reader_absent"
                assert kiosk.line() == "works True"
                kiosk.ask()
                assert kiosk.line() == "CardRead"
    assert load(health)["reader"].opens >= 2


def test_two_readers_of_one_machine_are_kept_apart(tmp_path: Path) -> None:
    health = tmp_path / "devices.json"
    with SamPty(SimulatedSam(physics=INSTANT)) as left, SamPty(SimulatedSam(physics=INSTANT)) as right:
        left.sam.insert(sample_card())
        with (
            terminal("serial", "port", left.path, tmp_path / "left.json") as one,
            terminal("serial", "port", right.path, health) as other,
        ):
            assert [one.line(), other.line()] == ["works True", "works True"]
            one.ask()
            assert one.line() == "CardRead"
            right.unplug()
            assert other.line() == "works False"
    assert load(tmp_path / "left.json")["reader"].losses == 0
    assert load(health)["reader"].state is State.ABSENT


@pytest.mark.pcsc
@pytest.mark.xdist_group("pcsc")
def test_watch_tells_of_readers_the_moment_the_daemon_has_them(tmp_path: Path) -> None:
    path = tmp_path / "pcscd.comm"
    settings = tmp_path / "kiosk.toml"
    settings.write_text(
        f'data_dir = "{tmp_path}"\n[camera]\ndriver = "folder"\noptions = {{ folder = "{tmp_path}" }}\n'
    )
    with (
        Pcscd(),
        subprocess.Popen(
            [sys.executable, "-m", "installer.command", "devices", "watch", "--settings", str(settings), "--json"],
            cwd=ROOT,
            env=os.environ | {SOCKET: str(path)},
            stdout=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None

        def line(wanted: Callable[[dict[str, str]], bool]) -> dict[str, str]:
            assert process.stdout is not None
            while not wanted(found := json.loads(process.stdout.readline())):
                continue
            return dict(found)

        line(lambda said: said.get("state") == "absent" and said["kind"] == "card")
        with daemon_at(path):
            came = line(lambda said: said.get("change") == "came" and "Virtual PCD 00 01" in said["device"])
            assert came["driver"] == "pcsc"
        line(lambda said: said.get("change") == "went" and "Virtual PCD 00 01" in said["device"])
        process.terminate()
        assert process.wait(10) == 0
