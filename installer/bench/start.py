"""How long the program takes to answer, and a visit to pass."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click


@click.command()
@click.option("--times", default=5, show_default=True, type=click.IntRange(1, 100), help="次数 · How often")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def start(times: int, as_json: bool) -> None:
    """帮助和终端首屏的启动时间 · Time to the help text, and of a terminal to its first screen."""
    from installer.demo.hall import Hall

    helps = []
    for _ in range(times):
        began = time.monotonic()
        subprocess.run([sys.executable, "-m", "installer.command", "--help"], capture_output=True, check=True)
        helps.append(time.monotonic() - began)
    screens = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder, Hall(Path(folder)) as hall:
            # nothing is attached and no centre answers: the first screen must not wait for any of them
            hall.url, hall.printer_uri = "http://127.0.0.1:9", "tcp://127.0.0.1:9"
            hall.start_kiosk(None, Path(folder))
            screens.append(hall.kiosk_start_seconds)
    figures = {
        "help_seconds": round(statistics.median(helps), 3),
        "first_screen_seconds": round(statistics.median(screens), 3),
        "times": times,
    }
    if as_json:
        click.echo(json.dumps(figures))
        return
    click.echo(f"hall --help       {figures['help_seconds']:6.3f} s   （目标 · target 0.5 s）")
    click.echo(f"首屏 first screen {figures['first_screen_seconds']:6.3f} s   （目标 · target 5 s）")


@click.command()
@click.option("--seed", default=1, show_default=True, help="哪一位虚构群众 · Which invented visitor")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def visit(seed: int, as_json: bool) -> None:
    """放卡到出回执的机器用时 · Machine time of one visit, card to slip."""
    from installer.demo.hall import Hall
    from installer.demo.play import play
    from installer.demo.proofs import Proofs

    proofs = Proofs(quiet=as_json)
    with tempfile.TemporaryDirectory() as folder, Hall(Path(folder)) as hall:
        outcome = play(hall, proofs, seed=seed, port=0)
    if as_json:
        click.echo(proofs.as_json(machine_seconds=round(outcome.machine_seconds, 2)))
    else:
        click.echo(proofs.table())
        click.echo(f"\n机器用时 · machine time: {outcome.machine_seconds:.1f} s   （目标 · target 30 s）")
    sys.exit(0 if proofs.held else 1)
