"""How fast a card becomes an identity over each carrier, and what waiting costs."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from drivers.cards import CardReader
from drivers.cards.pcsc import PcscCardReader
from drivers.cards.sam import build_answer
from drivers.cards.serial import SerialCardReader
from drivers.cards.simulator.card import sample_card
from drivers.cards.simulator.pcscd import Pcscd, PcscdUnavailable
from drivers.cards.simulator.physics import EVEN
from drivers.cards.simulator.pty import SamPty
from drivers.cards.simulator.sam import SimulatedSam
from drivers.cards.simulator.vpcd import ReaderMissing, SlotBusy, VpcdSlot
from drivers.cards.winscard import Context
from printers.profiles import load
from printers.transport.simulator import VirtualPrinter

#: a card is laid down at another moment of the driver's poll each time
_STAGGER_S = 0.037
_SETTLE_S = 0.3
_SOON_S = 10.0
_IDLE_S = 20.0
_BLOCKS = 6


@dataclass(frozen=True, slots=True)
class Carrier:
    """One carrier with a simulated reader on it, and a driver that waits there."""

    reader: CardReader
    insert: Callable[[], None]
    remove: Callable[[], None]
    #: returns when the system knows of the card: at once on a line, when the daemon says so on PC/SC
    noticed: Callable[[], None]
    #: seconds that the reader itself needs, from being noticed to the last byte
    physics: float
    driver: str
    options: dict[str, str]


@click.command()
@click.option("--times", default=7, show_default=True, type=click.IntRange(1, 100), help="次数 · How often")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def devices(times: int, as_json: bool) -> None:
    """放卡到身份信息的时间，以及待机占用 · Time from card to identity over each carrier; processor use while idle."""
    figures: dict[str, dict[str, Any]] = {}
    for name, opened in (("pty", _pty), ("pcsc", _pcsc)):
        try:
            with opened() as carrier:
                figures[name] = _measure(carrier, times)
        except (PcscdUnavailable, ReaderMissing, SlotBusy) as error:
            click.echo(f"{name}: {error}", err=True)
            sys.exit(1)
    if as_json:
        click.echo(json.dumps({"times": times, **figures}))
        return
    for name, row in figures.items():
        click.echo(
            f"{name:5} 放卡到身份 card to identity {row['seconds']:.3f} s（目标 target 1.5）  "
            f"其中读卡器自身 reader itself {row['physics_seconds']:.3f} s  "
            f"软件开销 overhead {row['overhead_ms']:.0f} ms（目标 target 50）  "
            f"全部设备待机 all devices idle {row['idle_percent']:.2f} %，等卡 awaiting a card {row['waiting_percent']:.2f} %"
            " CPU（目标 target 1）"
        )


def _measure(carrier: Carrier, times: int) -> dict[str, Any]:
    totals, overheads = [], []
    for number in range(times):
        total, since_noticed = _once(carrier, _SETTLE_S + number * _STAGGER_S)
        totals.append(total)
        overheads.append(since_noticed - carrier.physics)
    return {
        "seconds": round(statistics.median(totals), 3),
        "worst_seconds": round(max(totals), 3),
        "physics_seconds": round(carrier.physics, 3),
        "overhead_ms": round(statistics.median(overheads) * 1000, 1),
        "worst_overhead_ms": round(max(overheads) * 1000, 1),
        **_idle_percents(carrier),
    }


def _once(carrier: Carrier, settle: float) -> tuple[float, float]:
    """Lay a card before a driver that is waiting; return seconds from laying, and from being noticed, to the identity."""
    never, shown = threading.Event(), []

    def wait_and_read() -> None:
        if carrier.reader.wait_card(timeout=_SOON_S, cancel=never):
            carrier.reader.read(cancel=never)
            shown.append(time.monotonic())

    thread = threading.Thread(target=wait_and_read)
    thread.start()
    never.wait(settle)
    laid = time.monotonic()
    carrier.insert()
    carrier.noticed()
    noticed = time.monotonic()
    thread.join()
    carrier.remove()
    carrier.reader.wait_removed(timeout=_SOON_S, cancel=never)
    return shown[0] - laid, shown[0] - noticed


def _idle_percents(carrier: Carrier) -> dict[str, float]:
    """Processor use of a terminal that keeps this reader, a camera, a slip printer and a queue for A4 papers."""
    carrier.reader.__exit__(None, None, None)
    profile = load("generic-80mm")
    with tempfile.TemporaryDirectory() as folder, VirtualPrinter(profile) as printer:
        pages = Path(folder) / "pages"
        pages.mkdir()
        settings = Path(folder) / "kiosk.toml"
        options = ", ".join(f'{key} = "{value}"' for key, value in carrier.options.items())
        settings.write_text(
            f'data_dir = "{folder}"\na4_queue = "cups:///none?socket={folder}/none"\n'
            f'[card]\ndriver = "{carrier.driver}"\noptions = {{ {options} }}\n'
            f'[camera]\ndriver = "folder"\noptions = {{ folder = "{pages}" }}\n'
            f'[printer]\nuri = "{printer.uri}"\nprofile = "{profile.name}"\n',
            encoding="utf-8",
        )
        done = subprocess.run(
            [sys.executable, "-m", "installer.bench.idle", str(settings), str(_IDLE_S)],
            capture_output=True,
            text=True,
            check=True,
        )
    percents: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return percents


@contextmanager
def _pty() -> Iterator[Carrier]:
    with SamPty(SimulatedSam(physics=EVEN)) as line, SerialCardReader(line.path, today=_today) as reader:
        answers = build_answer(0x9F, bytes(4)), build_answer(0x90, bytes(8)), build_answer(0x90, bytes(1284))
        # the simulator takes its time for what it sends; what it is sent is three times ten bytes
        wire = sum(map(len, answers)) * EVEN.byte
        yield Carrier(
            reader=reader,
            insert=lambda: line.sam.insert(sample_card()),
            remove=line.sam.remove,
            noticed=lambda: None,
            physics=EVEN.find + EVEN.select + EVEN.read + wire,
            driver="serial",
            options={"port": line.path},
        )


@contextmanager
def _pcsc() -> Iterator[Carrier]:
    with (
        Pcscd(),
        VpcdSlot(1, physics=EVEN) as slot,
        PcscCardReader(slot.reader, today=_today) as reader,
        Context() as context,
    ):

        def noticed() -> None:
            while not (states := context.states([slot.reader]))[0].present:
                context.wait_change(states, 1.0)

        yield Carrier(
            reader=reader,
            insert=lambda: slot.insert(sample_card()),
            remove=slot.remove,
            noticed=noticed,
            physics=_BLOCKS * EVEN.block,
            driver="pcsc",
            options={"reader": slot.reader},
        )


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
