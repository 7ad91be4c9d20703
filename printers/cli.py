"""`hall print …` and `hall devices simulate printer`. Heavy imports stay inside the commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from printers.form_command import print_form

if TYPE_CHECKING:
    from printers.layout.blocks import Block
    from printers.layout.slip import Slip
    from printers.profiles import Profile

DEFAULT_PROFILE = "generic-80mm"


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the ways in which a paper can leave: image, bytes, text, printer."""
    for option in (
        click.option(
            "--json", "as_json", is_flag=True, help="最后一行输出 JSON · Print one JSON object as the last line"
        ),
        click.option(
            "--profile", "profile_name", default=DEFAULT_PROFILE, show_default=True, help="打印机型号 · Profile"
        ),
        click.option(
            "--logo",
            type=click.Path(path_type=Path, exists=True, dir_okay=False),
            help="印在最上面的 PNG · A PNG above it all",
        ),
        click.option(
            "--printer",
            "address",
            metavar="ADDRESS",
            help="送到打印机 tcp://、serial://、usb://、cups:// · Send to this printer",
        ),
        click.option("--text", "as_text", is_flag=True, help="显示文字 · Show as text"),
        click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="写出字节 · Write the exact bytes"),
        click.option("--preview", type=click.Path(path_type=Path, dir_okay=False), help="写出图片 · Write a PNG"),
    ):
        command = option(command)
    return command


@click.group("print")
def print_group() -> None:
    """打印回执和测试页，查看打印机 · Print slips and test pages, look at the printer."""


print_group.add_command(print_form)


@print_group.command("slip")
@click.option("--sample", is_flag=True, help="示例回执（默认） · The sample slip (default)")
@click.option("--slip", "slip_file", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="JSON 回执文件")
@output_options
def print_slip(sample: bool, slip_file: Path | None, **output: Any) -> None:
    """打印或预览来访登记回执 · Print or preview a registration slip."""
    from printers.layout.sample import sample_slip
    from printers.layout.slip import lay_out

    if sample and slip_file:
        raise click.UsageError("--sample 与 --slip 只能选一个 · Choose one of --sample and --slip")
    slip = _load_slip(slip_file) if slip_file else sample_slip()
    _put_out(lay_out(slip), _profile(output.pop("profile_name")), **output)


@print_group.command("test")
@output_options
def print_test(**output: Any) -> None:
    """打印测试页 · Print a test page."""
    from printers.layout.testpage import test_page

    profile = _profile(output.pop("profile_name"))
    _put_out(test_page(profile.title, profile.columns), profile, **output)


@print_group.command("status")
@click.option("--printer", "address", metavar="ADDRESS", required=True, help="打印机地址 · Address")
@click.option("--profile", "profile_name", default=DEFAULT_PROFILE, show_default=True, help="打印机型号 · Profile")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · Print one JSON object")
def print_status(address: str, profile_name: str, as_json: bool) -> None:
    """查看打印机状态 · Ask the printer how it is."""
    from drivers.core.errors import DeviceError
    from printers.health import ask
    from printers.status import NearEnd, Online
    from printers.transport.uri import BadPrinterAddress

    profile = _profile(profile_name)
    try:
        state = ask(address, profile)
    except BadPrinterAddress as error:
        raise click.UsageError(str(error)) from error
    except DeviceError as error:
        kind, cause, remedy, good = type(error).__name__, error.cause, error.remedy, False
    else:
        kind, cause, remedy = type(state).__name__, state.cause, state.remedy
        good = isinstance(state, Online | NearEnd)
    click.echo(f"{cause}{'；' if remedy else ''}{remedy}", err=not good)
    if as_json:
        _echo_json({"status": kind, "cause": cause, "remedy": remedy, "printer": address})
    sys.exit(0 if good else 1)


@click.command("printer")
@click.option("--port", default=9100, show_default=True, help="TCP 端口，0 为任意 · Port, 0 for any free one")
@click.option(
    "--render", "folder", type=click.Path(path_type=Path, file_okay=False), required=True, help="存放回执 · Folder"
)
@click.option("--profile", "profile_name", default=DEFAULT_PROFILE, show_default=True, help="打印机型号 · Profile")
@click.option("--speed", type=click.FloatRange(0), help="毫米/秒，0 为立即 · mm/s, 0 prints at once [default: profile]")
@click.option("--pty", is_flag=True, help="另开虚拟串口 · Offer a pseudo-terminal as a serial port, too")
@click.option("--keep-running", is_flag=True, help="标准输入结束后继续运行 · Go on when standard input ends")
def simulate_printer(
    port: int, folder: Path, profile_name: str, speed: float | None, pty: bool, keep_running: bool
) -> None:
    """虚拟热敏打印机：收到的字节印成图片 · A virtual thermal printer that draws what it is sent.

    启动后输出一行 JSON；标准输入每行一条命令 · One JSON line on start, then one command a line on standard input.
    """
    from contextlib import ExitStack
    from threading import Event

    from printers.transport.mechanism import PrintedSlip
    from printers.transport.panel import BadCommand, work
    from printers.transport.serialline import SerialLine
    from printers.transport.simulator import VirtualPrinter
    from printers.transport.tray import Tray

    profile = _profile(profile_name)
    tray = Tray(folder)

    def slip_finished(slip: PrintedSlip) -> None:
        files = tray.keep(slip)
        _echo_json({"event": "slip", "cut": slip.cut, **{kind: str(path) for kind, path in asdict(files).items()}})

    try:
        printer = VirtualPrinter(
            profile, port=port, speed_mm_s=profile.speed_mm_s if speed is None else speed, on_slip=slip_finished
        )
    except OSError as error:
        raise click.ClickException(f"端口 {port} 已被占用，换一个 --port · Cannot listen: {error}") from error
    with ExitStack() as running:
        running.enter_context(printer)
        where = {"event": "listening", "printer": printer.uri, "port": printer.port, "render": str(folder)}
        if pty:
            where["serial"] = running.enter_context(SerialLine(printer.host, printer.port)).path
        _echo_json(where)
        for line in filter(str.strip, sys.stdin):
            try:
                if not work(printer, line):
                    return
                _echo_json({"event": "done", "command": line.strip()})
            except BadCommand as error:
                _echo_json({"event": "error", "message": str(error)})
        if keep_running:
            Event().wait()


def _put_out(
    blocks: tuple[Block, ...],
    profile: Profile,
    *,
    preview: Path | None,
    to: Path | None,
    as_text: bool,
    address: str | None,
    logo: Path | None,
    as_json: bool,
) -> None:
    from printers.render.escpos import render_escpos
    from printers.render.font import NoChineseFont
    from printers.render.png import render_png
    from printers.render.text import render_text

    if logo:
        profile = profile.model_copy(update={"logo": logo})
    report: dict[str, Any] = {"profile": profile.name}
    if as_text or not (preview or to or address):
        click.echo(render_text(blocks, profile.columns))
    try:
        payload = render_escpos(blocks, profile)
        if preview:
            preview.write_bytes(render_png(blocks, profile))
            report["preview"] = str(preview)
            click.echo(f"图片 · Preview: {preview}")
        if to:
            to.write_bytes(payload)
            report["to"] = str(to)
            click.echo(f"字节 · Bytes: {to} ({len(payload)})")
    except (NoChineseFont, OSError) as error:
        raise click.ClickException(str(error)) from error
    report["bytes"] = len(payload)
    good = True
    if address:
        kind, cause, remedy = _print(payload, profile, address)
        good = kind == "Printed"
        report |= {"outcome": kind, "cause": cause, "remedy": remedy}
        click.echo(f"{cause}{'；' if remedy else ''}{remedy}", err=not good)
    if as_json:
        _echo_json(report)
    sys.exit(0 if good else 1)


def _print(payload: bytes, profile: Profile, address: str) -> tuple[str, str, str]:
    """Print by hand: each call is a job of its own, and its journal is not kept."""
    import tempfile
    from functools import partial
    from threading import Event
    from uuid import uuid4

    from printers.journal import Journal
    from printers.printing import Job, print_once
    from printers.transport.uri import BadPrinterAddress, open_printer

    with tempfile.TemporaryDirectory() as folder:
        job = Job(f"by-hand/{uuid4()}", payload)
        journal = Journal(Path(folder) / "journal.db")
        try:
            outcome = print_once(job, partial(open_printer, address), journal, Event(), profile=profile)
        except BadPrinterAddress as error:
            raise click.UsageError(str(error)) from error
    return type(outcome).__name__, outcome.cause, outcome.remedy


def _profile(name: str) -> Profile:
    from printers.profiles import UnknownProfile, load

    try:
        return load(name)
    except UnknownProfile as error:
        raise click.UsageError(str(error)) from error


def _load_slip(path: Path) -> Slip:
    from pydantic import TypeAdapter, ValidationError

    from printers.layout.slip import Slip

    try:
        return TypeAdapter(Slip).validate_json(path.read_bytes())
    except ValidationError as error:
        raise click.UsageError(f"回执文件有错 {path} · The slip file is wrong: {error}") from error


def _echo_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
