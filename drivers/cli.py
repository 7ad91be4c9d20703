"""`hall card` and `hall devices`: devices from the command line, without the kiosk."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

import click

if TYPE_CHECKING:
    from drivers.cards import CardReader
    from drivers.core.status import Status
    from drivers.health import Check

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_JSON = click.option("--json", "as_json", is_flag=True, help="输出一个 JSON 对象 · Print one JSON object")
_SIGNS = {"ready": "✓ 正常 ready ", "absent": "○ 缺少 absent", "faulty": "✗ 故障 faulty"}


@click.group()
def card() -> None:
    """身份证阅读器 · ID-card readers."""


@card.command()
@click.option("--reader", default="", help="PC/SC 读卡器名的一部分，空为任一 · Part of a PC/SC reader's name")
@click.option("--serial", "port", help="改用串口读卡器，如 /dev/ttyUSB0 · Use a reader on this serial port instead")
@click.option("--timeout", type=click.FloatRange(min=0), default=30.0, show_default=True, help="等卡秒数 · Seconds")
@click.option("--show", is_flag=True, help="显示完整信息，默认遮盖 · Show everything; masked by default")
@_JSON
def read(reader: str, port: str | None, timeout: float, show: bool, as_json: bool) -> None:
    """读一张身份证 · Read one identity card.

    --json 含完整身份信息 · The JSON object holds the identity data unmasked.
    """
    from drivers.core.errors import DeviceError

    if port and reader:
        raise click.UsageError("--reader 与 --serial 只能选一个 · Choose either --reader or --serial")
    try:
        with _reader(reader, port) as device:
            _read(device, timeout, show, as_json)
    except DeviceError as error:
        click.echo(f"{error.cause}\n→ {error.remedy}", err=True)
        sys.exit(1)


def _reader(reader: str, port: str | None) -> CardReader:
    if port:
        from drivers.cards.serial import SerialCardReader

        return SerialCardReader(port, today=_today)
    from drivers.cards.pcsc import PcscCardReader

    return PcscCardReader(reader, today=_today)


def _read(device: CardReader, timeout: float, show: bool, as_json: bool) -> None:
    from drivers.cards.present import as_data, as_lines

    never = threading.Event()
    click.echo("请把身份证平放在读卡区 · Lay the ID card on the reader", err=True)
    if not device.wait_card(timeout=timeout, cancel=never):
        click.echo(
            f"{timeout:g} 秒内没有读到卡 · No card within {timeout:g} s\n"
            "→ 请把身份证平放；已读过的卡要先拿开 · Lay the card flat; lift a card that was already read",
            err=True,
        )
        sys.exit(1)
    start = time.monotonic()
    card = device.read(cancel=never)
    seconds = round(time.monotonic() - start, 3)
    if as_json:
        click.echo(json.dumps({**as_data(card), "seconds": seconds}, ensure_ascii=False))
        return
    for line in as_lines(card, show=show):
        click.echo(line)
    click.echo(f"读卡用时 read in: {seconds:.2f} s")


@click.group()
def devices() -> None:
    """设备清单、状态与模拟器 · Devices: list, status, simulators."""


@devices.command(name="list")
@_JSON
def list_(as_json: bool) -> None:
    """列出本机的 PC/SC 读卡器和串口 · List the PC/SC readers and serial ports of this machine."""
    from drivers.health import attached

    _report(attached(), as_json)


@devices.command()
@click.option("--reader", default="", help="PC/SC 读卡器名的一部分 · Part of a PC/SC reader's name")
@click.option("--serial", "port", help="串口读卡器的设备路径 · Serial port of a reader")
@click.option("--folder", default="pages", show_default=True, help="图像文件夹 · Image folder of the camera")
@_JSON
def status(reader: str, port: str | None, folder: str, as_json: bool) -> None:
    """问一个读卡器和一个高拍仪是否就绪 · Ask one card reader and one camera whether they are ready.

    退出码：全部正常为 0，否则为 1 · Exit code 0 when all are ready, else 1.
    """
    from drivers.health import checks

    driver, options = ("serial", {"port": port}) if port else ("pcsc", {"reader": reader})
    if not _report(
        checks(card=driver, card_options=options, camera="folder", camera_options={"folder": folder}), as_json
    ):
        sys.exit(1)


@devices.group()
def simulate() -> None:
    """在真实载体上模拟设备 · Simulate a device on a real carrier."""


@simulate.command(name="card-reader")
@click.option("--pty", "carrier", flag_value="pty", help="串口读卡器，用伪终端 · A serial reader on a pty")
@click.option("--pcsc", "carrier", flag_value="pcsc", help="PC/SC 读卡器，用 pcscd · A PC/SC reader through pcscd")
@click.option("--slot", type=click.IntRange(0, 1), default=0, show_default=True, help="--pcsc 的卡槽 · Slot")
@click.option("--card", "card_file", type=_FILE, help="启动时放上的卡 (JSON) · Card to lay down at start")
@click.option(
    "--patience",
    type=click.FloatRange(min=0),
    default=2.0,
    show_default=True,
    help="卡槽被占用时等几秒 · Seconds to wait while another program uses the slot",
)
@click.option("--instant", is_flag=True, help="不模拟耗时 · Take no time")
def card_reader(carrier: str | None, slot: int, card_file: Path | None, patience: float, instant: bool) -> None:
    """模拟身份证阅读器 · Simulate an ID-card reader.

    \b
    先输出一行 JSON 说明监听处，再逐行执行标准输入的命令，每条回一行 JSON：
    Prints one JSON line saying where it listens, then obeys lines on
    standard input, one JSON line each:
      insert [FILE.json] | remove | fault NAME [ARG] [xTIMES] | clear | quit
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
        with _bench(carrier, slot, patience, instant) as (bench, where):
            if card_file:
                bench.insert(card)
            click.echo(json.dumps({"listening": carrier, **where}, ensure_ascii=False))
            obey(bench, card, iter(sys.stdin.readline, ""), click.echo)
    except (CardFileError, PcscdUnavailable, ReaderMissing, SlotBusy) as error:
        click.echo(str(error), err=True)
        sys.exit(1)


@contextmanager
def _bench(carrier: str, slot: int, patience: float, instant: bool) -> Iterator[tuple[Any, dict[str, Any]]]:
    from drivers.cards.simulator.pcscd import Pcscd
    from drivers.cards.simulator.physics import INSTANT, REAL
    from drivers.cards.simulator.pty import SamPty
    from drivers.cards.simulator.sam import SimulatedSam
    from drivers.cards.simulator.vpcd import VpcdSlot

    physics = INSTANT if instant else REAL
    if carrier == "pty":
        with SamPty(SimulatedSam(physics=physics)) as line:
            yield line.sam, {"path": line.path}
        return
    with Pcscd() as daemon, VpcdSlot(slot, physics=physics, patience=patience) as virtual:
        yield virtual, {"port": virtual.port, "reader": virtual.reader, "pcscd_started": daemon.started_here}


def _report(found: list[Check], as_json: bool) -> bool:
    rows = [{"name": name, **_described(status)} for name, status in found]
    if as_json:
        click.echo(json.dumps({"devices": rows}, ensure_ascii=False))
    else:
        for row in rows:
            click.echo(f"{_SIGNS[row['state']]}  {row['name']}  {row['detail']}")
            if row["remedy"]:
                click.echo(f"                 → {row['remedy']}")
    return all(row["state"] == "ready" for row in rows)


def _described(status: Status) -> dict[str, str]:
    from drivers.core.status import Absent, Faulty, Ready

    match status:
        case Ready(detail):
            return {"state": "ready", "detail": detail, "remedy": ""}
        case Absent(cause, remedy):
            return {"state": "absent", "detail": cause, "remedy": remedy}
        case Faulty(cause, remedy):
            return {"state": "faulty", "detail": cause, "remedy": remedy}
        case _:
            assert_never(status)


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
