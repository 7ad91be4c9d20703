"""How fast a slip is drawn, and how much of the line's speed its bytes use."""

from __future__ import annotations

import json
import statistics
import time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from printers.layout.blocks import Block
    from printers.profiles import Profile

#: lines of text of the slip that is measured
LINES = 40
TARGET_MS = 50
PATIENCE_S = 20.0


@click.command()
@click.option("--times", default=20, show_default=True, type=click.IntRange(1, 1000), help="次数 · How often")
@click.option("--baud", default=115_200, show_default=True, type=click.IntRange(1200), help="串口速度 · Line speed")
@click.option(
    "--every-byte",
    is_flag=True,
    help="在整张凭条的每个字节处断线，约十分钟 · Pull the cable at each byte of a whole slip instead; some ten minutes",
)
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def slips(times: int, baud: int, every_byte: bool, as_json: bool) -> None:
    """40 行凭条的生成时间，和线路利用率 · Time to draw a slip of 40 lines, and its time on the wire."""
    from printers.profiles import load, names

    if every_byte:
        _break_at_every_byte(as_json)
        return
    figures: dict[str, float | int] = {"lines": LINES, "times": times, "baud": baud}
    for name in names():
        profile = load(name)
        key = name
        first_ms, render_ms, payload = _render(slip_of(LINES, profile.columns), profile, times)
        wire_s, line_s = _on_the_wire(payload, profile, baud)
        figures |= {
            f"{key}_bytes": len(payload),
            f"{key}_first_render_ms": round(first_ms, 1),
            f"{key}_render_ms": round(render_ms, 1),
            f"{key}_wire_seconds": round(wire_s, 3),
            f"{key}_line_seconds": round(line_s, 3),
            f"{key}_wire_ratio": round(wire_s / line_s, 3),
        }
    if as_json:
        click.echo(json.dumps(figures))
        return
    for key in names():
        click.echo(
            f"{key:13} {figures[f'{key}_render_ms']:6.1f} ms （目标 · target {TARGET_MS} ms；首次 · first"
            f" {figures[f'{key}_first_render_ms']:.0f} ms）  {figures[f'{key}_bytes']:6d} B  {baud} baud"
            f" {figures[f'{key}_wire_seconds']:6.2f} s = {figures[f'{key}_wire_ratio']:.2f} × 线速 · line speed"
        )


def slip_of(lines: int, columns: int = 48) -> tuple[Block, ...]:
    """Return the sample slip with as many more steps as make it `lines` lines of text at `columns`."""
    from dataclasses import replace

    from printers.layout.sample import sample_slip
    from printers.layout.slip import lay_out
    from printers.render.lines import TextLine, flow

    slip = replace(sample_slip(), next_steps=(), clocks=sample_slip().clocks[:2])
    while True:
        blocks = lay_out(slip)
        if sum(isinstance(line, TextLine) for line in flow(blocks, columns)) >= lines:
            return blocks
        slip = replace(slip, next_steps=(*slip.next_steps, "保持电话畅通，承接单位会主动联系您。"))


def _render(blocks: tuple[Block, ...], profile: Profile, times: int) -> tuple[float, float, bytes]:
    """Return the milliseconds of the first drawing (fonts are loaded) and of the usual one, and the bytes."""
    from printers.render.escpos import render_escpos

    spent = []
    payload = b""
    for _ in range(times + 1):
        began = time.perf_counter()
        payload = render_escpos(blocks, profile)
        spent.append((time.perf_counter() - began) * 1000)
    return spent[0], statistics.median(spent[1:]), payload


def _on_the_wire(payload: bytes, profile: Profile, baud: int) -> tuple[float, float]:
    """Send over a serial line of `baud`; return seconds until the printer proves it, and what the line alone needs."""
    from printers.status import ASK_WHEN_DONE
    from printers.transport.serialline import BITS_PER_BYTE, SerialLine
    from printers.transport.simulator import VirtualPrinter
    from printers.transport.uri import open_printer

    line_s = len(payload + ASK_WHEN_DONE) * BITS_PER_BYTE / baud
    with (
        VirtualPrinter(profile) as printer,
        SerialLine(printer.host, printer.port, baud=baud) as line,
        open_printer(f"serial://{line.path}?baud={baud}&flow=none") as transport,
    ):
        began = time.perf_counter()
        transport.write(payload + ASK_WHEN_DONE, line_s + PATIENCE_S)
        if not transport.read(line_s + PATIENCE_S):
            raise click.ClickException("虚拟打印机没有回答 · The virtual printer gave no proof; run it again")
        return time.perf_counter() - began, line_s


def _break_at_every_byte(as_json: bool) -> None:
    """Pull the cable at each byte of the sample slip, over TCP and a serial line; a false word ends it with code 1."""
    import tempfile
    from functools import partial
    from pathlib import Path

    from printers.journal import Journal
    from printers.layout.sample import sample_slip
    from printers.layout.slip import lay_out
    from printers.profiles import load
    from printers.render.escpos import render_escpos
    from printers.testing.mishaps import BEFORE, BEHIND, cable_pulled, network, serial, survive
    from printers.transport.simulator import VirtualPrinter

    profile, slip = load("generic-80mm"), sample_slip()
    payload = render_escpos(lay_out(slip), profile)
    marks, total = (slip.number, "Print fades"), BEFORE + len(payload) + BEHIND
    figures: dict[str, float | int] = {"bytes": total}
    for name, carrier in (("tcp", network), ("serial", serial)):
        began, false_words = time.perf_counter(), 0
        with tempfile.TemporaryDirectory() as folder:
            for received in range(1, total + 1):
                with VirtualPrinter(profile) as printer:
                    journal = Journal(Path(folder) / f"{received}.db")
                    mishap = partial(cable_pulled, printer, received)
                    try:
                        survive(printer, carrier, journal, payload, mishap=mishap, marks=marks)
                    except AssertionError as error:
                        false_words += 1
                        click.echo(f"{name} {received}: {error}", err=True)
        seconds = round(time.perf_counter() - began, 1)
        figures |= {f"{name}_false_words": false_words, f"{name}_seconds": seconds}
        click.echo(f"{name:7} {total} 处断线 places, {false_words} 处说错 false words, {seconds} s")
    if as_json:
        click.echo(json.dumps(figures))
    if any(figures[f"{name}_false_words"] for name in ("tcp", "serial")):
        raise click.ClickException("有误报或两张原件 · A false word, or two originals")
