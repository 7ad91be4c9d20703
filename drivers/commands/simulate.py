"""`hall devices simulate`: devices on real carriers, worked from standard input."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from drivers.commands.simulate_images import camera, scanner

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.group()
def simulate() -> None:
    """在真实载体上模拟设备 · Simulate a device on a real carrier."""


simulate.add_command(camera)
simulate.add_command(scanner)


@simulate.command(name="card-reader")
@click.option("--pty", "carrier", flag_value="pty", help="串口读卡器，用伪终端 · A serial reader on a pty")
@click.option("--pcsc", "carrier", flag_value="pcsc", help="PC/SC 读卡器，用 pcscd · A PC/SC reader through pcscd")
@click.option("--slot", type=click.IntRange(0, 1), default=0, show_default=True, help="--pcsc 的卡槽 · Slot")
@click.option(
    "--baud",
    type=click.Choice(["115200", "57600", "38400", "19200", "9600"]),
    default="115200",
    show_default=True,
    help="--pty 模块的速率 · Speed of the module on --pty",
)
@click.option(
    "--link",
    type=click.Path(path_type=Path, dir_okay=False),
    help="--pty 的固定名称，重插后不变 · A name for the port of --pty that stays when it is plugged in again",
)
@click.option("--card", "card_file", type=_FILE, help="启动时放上的卡 (JSON) · Card to lay down at start")
@click.option(
    "--patience",
    type=click.FloatRange(min=0),
    default=2.0,
    show_default=True,
    help="卡槽被占用时等几秒 · Seconds to wait while another program uses the slot",
)
@click.option("--instant", is_flag=True, help="不模拟耗时 · Take no time")
def card_reader(
    carrier: str | None,
    slot: int,
    baud: str,
    link: Path | None,
    card_file: Path | None,
    patience: float,
    instant: bool,
) -> None:
    """模拟身份证阅读器 · Simulate an ID-card reader.

    \b
    先输出一行 JSON 说明监听处，再逐行执行标准输入的命令，每条回一行 JSON：
    Prints one JSON line saying where it listens, then obeys lines on
    standard input, one JSON line each:
      insert [NAME|FILE.json] | remove | fault NAME [ARG] [xTIMES] | clear
      unplug | plug | cards | help | quit
    """
    from drivers.cards.simulator.card import CardFileError, load_card, sample_card
    from drivers.cards.simulator.console import obey
    from drivers.cards.simulator.pcscd import PcscdUnavailable
    from drivers.cards.simulator.vpcd import ReaderMissing, SlotBusy

    if carrier is None:
        raise click.UsageError("请选 --pty 或 --pcsc · Choose --pty or --pcsc")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        card = load_card(card_file) if card_file else sample_card()
        with _bench(carrier, slot, int(baud), link, patience, instant) as (bench, where):
            if card_file:
                bench.insert(card)
            click.echo(json.dumps({"listening": carrier, **where}, ensure_ascii=False))
            obey(bench, card, iter(sys.stdin.readline, ""), click.echo)
    except (CardFileError, PcscdUnavailable, ReaderMissing, SlotBusy) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@contextmanager
def _bench(
    carrier: str, slot: int, baud: int, link: Path | None, patience: float, instant: bool
) -> Iterator[tuple[Any, dict[str, Any]]]:
    from drivers.cards.simulator.pcscd import Pcscd
    from drivers.cards.simulator.physics import INSTANT, REAL
    from drivers.cards.simulator.pty import PluggableReader
    from drivers.cards.simulator.sam import SimulatedSam
    from drivers.cards.simulator.vpcd import VpcdSlot

    physics = INSTANT if instant else REAL
    if carrier == "pty":
        sam = SimulatedSam(physics=physics)
        sam.set_baud(baud)
        with PluggableReader(sam, link) as reader:
            yield reader, reader.plug()
        return
    with Pcscd() as daemon, VpcdSlot(slot, physics=physics, patience=patience) as virtual:
        yield virtual, {"port": virtual.port, "reader": virtual.reader, "pcscd_started": daemon.started_here}
