"""The PC/SC daemon goes away and comes back while the driver waits for a card.

The one daemon of the machine is left alone: the driver reaches it through a socket of this test, which closes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from drivers.cards.simulator.pcscd import Pcscd
from drivers.cards.simulator.physics import INSTANT
from drivers.cards.simulator.vpcd import VpcdSlot
from tests.integration.drivers.proxied_daemon import daemon_at

pytestmark = [pytest.mark.pcsc, pytest.mark.xdist_group("pcsc")]

ROOT = Path(__file__).parents[3]


def test_a_daemon_that_restarts_is_met_again_without_restarting_the_program(tmp_path: Path) -> None:
    path = tmp_path / "pcscd.comm"
    with (
        Pcscd(),
        VpcdSlot(1, physics=INSTANT, patience=100.0),
        subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("restart_probe.py"))],
            env=os.environ | {"PCSCLITE_CSOCK_NAME": str(path), "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as probe,
    ):
        assert probe.stdin is not None
        assert probe.stdout is not None

        def ask(seconds: float) -> None:
            assert probe.stdin is not None
            probe.stdin.write(f"{seconds}\n")
            probe.stdin.flush()

        with daemon_at(path):
            ask(0.1)
            assert probe.stdout.readline() == "card False\n"
            ask(30.0)
            # the probe is inside its wait when the daemon goes
            threading.Event().wait(0.3)
        assert probe.stdout.readline() == "DeviceAbsent\n"
        ask(0.1)
        assert probe.stdout.readline() == "DeviceAbsent\n"
        with daemon_at(path):
            ask(0.1)
            assert probe.stdout.readline() == "card False\n"
            probe.stdin.close()
            assert probe.wait(10) == 0
