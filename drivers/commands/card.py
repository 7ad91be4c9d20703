"""`hall card`: read one card, set a serial reader's speed."""

from __future__ import annotations

import json
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drivers.commands.choosing import JSON, Chosen, choose, now, reader_options, today

if TYPE_CHECKING:
    from drivers.cards import CardReader, IdentityCard

_TIMEOUT = click.option(
    "--timeout", type=click.FloatRange(min=0), default=30.0, show_default=True, help="等卡秒数 · Seconds to wait"
)
_OUT = click.Path(path_type=Path, dir_okay=False)


@click.group()
def card() -> None:
    """身份证阅读器 · ID-card readers."""


@card.command()
@reader_options
@_TIMEOUT
@click.option("--show", is_flag=True, help="显示完整信息，默认遮盖 · Show everything; masked by default")
@click.option("--extra", is_flag=True, help="同时读追加住址 · Read the added addresses too (frame readers)")
@click.option("--record", type=_OUT, help="把通信写入文件，身份信息遮盖 · Record the traffic, identity data masked")
@click.option("--record-unmasked", is_flag=True, help="录制时不遮盖（仅限测试卡）· Record unmasked: test cards only")
@click.option("--photo", type=_OUT, help="把照片写成 BMP · Write the photo as BMP")
@click.option(
    "--photo-decoder",
    default="",
    help="解码插件：模块:函数 或 /库.so:符号 · Decoder: module:function or /lib.so:symbol",
)
@JSON
def read(
    timeout: float,
    show: bool,
    extra: bool,
    record: Path | None,
    record_unmasked: bool,
    photo: Path | None,
    photo_decoder: str,
    as_json: bool,
    **named: Any,
) -> None:
    """读一张身份证 · Read one identity card.

    --json 含完整身份信息 · The JSON object holds the identity data unmasked.
    """
    from drivers.core.errors import DeviceError

    chosen = choose(**named)
    if extra and chosen.driver == "pcsc":
        raise click.UsageError("--extra 用于串口、USB、HID 读卡器 · --extra is for serial, USB and HID readers")
    device = chosen.make(**({"extra_addresses": True} if extra else {}))
    try:
        with ExitStack() as stack:
            if record is not None:
                _record(stack, device, chosen, record, masked=not record_unmasked)
            stack.enter_context(device)
            _read(device, timeout, show, as_json, photo, photo_decoder)
    except DeviceError as error:
        click.echo(f"{error.cause}\n→ {error.remedy}", err=True)
        sys.exit(1)


def _record(stack: ExitStack, device: Any, chosen: Chosen, path: Path, *, masked: bool) -> None:
    from drivers.core.recording import Recorder

    options = {"profile": chosen.options["profile"]} if chosen.driver == "pcsc" else {}
    try:
        recorder = Recorder(path, kind="card", driver=chosen.driver, started=now(), masked=masked, options=options)
    except OSError as error:
        click.echo(f"无法写入录制文件 · The recording cannot be written: {error}", err=True)
        sys.exit(1)
    stack.callback(recorder.close)
    device.record(recorder)


def _read(
    device: CardReader, timeout: float, show: bool, as_json: bool, photo: Path | None, photo_decoder: str
) -> None:
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
    if photo is not None:
        _write_photo(card, photo, photo_decoder)
    if as_json:
        click.echo(json.dumps({**as_data(card), "seconds": seconds}, ensure_ascii=False))
        return
    for line in as_lines(card, show=show):
        click.echo(line)
    click.echo(f"读卡用时 read in: {seconds:.2f} s")


def _write_photo(card: IdentityCard, path: Path, decoder: str) -> None:
    from drivers.cards.photo import bitmap, photo_of

    picture = photo_of(card.raw_photo, decoder=decoder)
    if not picture.decoded:
        click.echo(f"照片为占位图 · The photo is a placeholder: {picture.reason}", err=True)
    try:
        path.write_bytes(bitmap(picture.bgr))
    except OSError as error:
        click.echo(f"无法写入照片 · The photo cannot be written: {error}", err=True)
        sys.exit(1)


@card.command()
@click.option("--serial", "port", required=True, help="串口，如 /dev/ttyUSB0 · Serial port")
@click.option("--baud", type=int, help="现在的速率，不写则自动探测 · Present speed; found when not given")
@click.argument("new", type=click.Choice(["115200", "57600", "38400", "19200", "9600"]))
def speed(port: str, baud: int | None, new: str) -> None:
    """把串口读卡器改到另一速率，断电后保持 · Change a serial reader's speed for good."""
    from drivers.cards.serial import SerialCardReader
    from drivers.core.errors import DeviceError

    try:
        with SerialCardReader(port, baud=baud, today=today) as reader:
            reader.set_speed(int(new), cancel=threading.Event())
            click.echo(f"{port}: {reader.baud}")
    except DeviceError as error:
        click.echo(f"{error.cause}\n→ {error.remedy}", err=True)
        sys.exit(1)
