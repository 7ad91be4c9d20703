"""A cable pulled, the power cut or the program killed at each byte of a job: never two originals, never a false "printed".

The slip is short here; `hall bench slips --every-byte` does the same to a whole one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from printers.journal import JobState, Journal
from printers.outcome import Outcome
from printers.profiles import load
from printers.testing.mishaps import (
    BEFORE,
    BEHIND,
    KEY,
    cable_pulled,
    killed_at,
    network,
    originals,
    power_cut,
    serial,
    short_slip,
    survive,
)
from printers.transport.serialline import SerialLine
from printers.transport.simulator import VirtualPrinter

PROFILE = load("generic-80mm")
PAYLOAD = short_slip(PROFILE)
TOTAL = BEFORE + len(PAYLOAD) + BEHIND
SHARES = 4

Mishap = Callable[[VirtualPrinter, int], None]


def tried(folder: Path, received: int, mishap: Mishap, carrier: Callable[..., object]) -> list[Outcome]:
    with VirtualPrinter(PROFILE) as printer:
        journal = Journal(folder / f"{received}.db")
        return survive(printer, carrier, journal, PAYLOAD, mishap=partial(mishap, printer, received))  # type: ignore[arg-type]


@pytest.mark.parametrize("share", range(SHARES))
def test_a_network_cable_pulled_at_any_byte(tmp_path: Path, share: int) -> None:
    for received in range(1 + share, TOTAL + 1, SHARES):
        tried(tmp_path, received, cable_pulled, network)


@pytest.mark.parametrize("share", range(SHARES))
def test_a_serial_cable_pulled_at_any_byte(tmp_path: Path, share: int) -> None:
    # A dead serial line is silent, and every silence has to be waited for: each third byte, the rest in the bench.
    for received in range(1 + 3 * share, TOTAL + 1, 3 * SHARES):
        tried(tmp_path, received, cable_pulled, serial)


def test_the_power_cut_at_any_byte(tmp_path: Path) -> None:
    for received in range(1, TOTAL + 1, 3):
        tried(tmp_path, received, power_cut, network)


def test_a_program_killed_at_any_byte_prints_one_slip_in_the_end(tmp_path: Path) -> None:
    for received in range(1, TOTAL + 1, 7):
        with VirtualPrinter(PROFILE) as printer:
            path = tmp_path / f"{received}.db"
            Journal(path)
            killed_at(printer, printer.uri, path, PAYLOAD, partial(printer.when_received, received))
            out = originals(printer)
            assert out <= 1
            if received <= BEFORE:
                # Nothing but questions had left.
                assert out == 0 or Journal(path).state(KEY) is not JobState.QUEUED
            survive(printer, network, Journal(path), PAYLOAD, mishap=lambda: None)
            assert originals(printer) == 1


def test_a_program_killed_while_bytes_still_wait_on_a_slow_line(tmp_path: Path) -> None:
    for received in (BEFORE + 1, BEFORE + 20, BEFORE + len(PAYLOAD) // 2, BEFORE + len(PAYLOAD) - 1):
        with VirtualPrinter(PROFILE) as printer:
            path = tmp_path / f"{received}.db"
            Journal(path)
            with SerialLine(printer.host, printer.port, baud=9600) as line:
                address = f"serial://{line.path}?baud=9600&flow=none"
                killed_at(printer, address, path, PAYLOAD, partial(printer.when_received, received))
            survive(printer, network, Journal(path), PAYLOAD, mishap=lambda: None)
            assert originals(printer) == 1


@pytest.mark.parametrize("rows", [1, 30, 60, 100, 250])
def test_a_program_killed_while_the_paper_moves(tmp_path: Path, rows: int) -> None:
    with VirtualPrinter(PROFILE) as printer:
        path = tmp_path / "journal.db"
        Journal(path)
        killed_at(printer, printer.uri, path, PAYLOAD, partial(printer.body.after, rows))
        assert originals(printer) <= 1
        survive(printer, network, Journal(path), PAYLOAD, mishap=lambda: None)
        assert originals(printer) == 1
