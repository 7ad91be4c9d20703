"""`hall devices simulate printer`. Heavy imports stay inside the command."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

DEFAULT_PROFILE = "generic-80mm"


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

    from printers.profiles import UnknownProfile, load
    from printers.transport.mechanism import PrintedSlip
    from printers.transport.panel import BadCommand, told, work
    from printers.transport.serialline import SerialLine
    from printers.transport.simulator import VirtualPrinter
    from printers.transport.tray import Tray

    try:
        profile = load(profile_name)
    except UnknownProfile as error:
        raise click.UsageError(str(error)) from error
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
        where: dict[str, Any] = {"event": "listening", "listening": "tcp", "printer": printer.uri, "host": printer.host}
        where |= {"port": printer.port, "render": str(folder), "profile": profile.name, "dots": profile.dots}
        if pty:
            where["serial"] = running.enter_context(SerialLine(printer.host, printer.port)).path
        _echo_json(where)
        for line in filter(str.strip, sys.stdin):
            try:
                if not work(printer, line):
                    return
                _echo_json({"event": "done", "ok": True, "command": line.strip(), **told(printer, line)})
            except BadCommand as error:
                _echo_json({"event": "error", "ok": False, "command": line.strip(), "message": str(error)})
        if keep_running:
            Event().wait()


def _echo_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
