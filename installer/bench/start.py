"""How long the program takes to answer, and a visit to pass."""

from __future__ import annotations

import json
import math
import signal
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
@click.option(
    "--population",
    type=click.IntRange(1, 5000),
    help="让这么多位虚构群众依次办理 · As many invented visitors, one after the other",
)
@click.option("--minutes", type=click.FloatRange(min=0.1), help="到时不再接待下一位 · Nobody else begins after that")
@click.option("--json", "as_json", is_flag=True, help="最后一行输出 JSON · One JSON object as the last line")
def visit(seed: int, population: int | None, minutes: float | None, as_json: bool) -> None:
    """办理一次登记的时间：一位，或一群各式各样的群众 · Time of a visit: of one, or of a population of all kinds.

    人的动作按用时相加，机器的等待实测 · What people do is added up from usual times, what the machine does is measured.
    """
    # ended from outside, it still stops what it started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    if population is None:
        _one(seed, as_json)
        return
    from installer.bench.population.people import population as invent
    from installer.bench.population.report import held, told
    from installer.bench.population.run import visit_all

    found = visit_all(invent(population, seed), lambda line: click.echo(line, err=True), minutes or math.inf)
    click.echo(json.dumps(found, ensure_ascii=False) if as_json else told(found))
    sys.exit(0 if held(found) else 1)


def _one(seed: int, as_json: bool) -> None:
    from installer.demo.hall import Hall
    from installer.demo.play import play
    from installer.demo.proofs import Proofs

    proofs = Proofs(quiet=as_json)
    with tempfile.TemporaryDirectory() as folder, Hall(Path(folder)) as hall:
        outcome = play(hall, proofs, seed=seed, port=0)
    stall = {"longest_stall_s": outcome.longest_stall_s, "longest_stall_step": outcome.stall_step}
    if as_json:
        click.echo(proofs.as_json(machine_seconds=round(outcome.machine_seconds, 2), **stall))
    else:
        click.echo(proofs.table())
        click.echo(f"\n机器用时 · machine time: {outcome.machine_seconds:.1f} s   （目标 · target 30 s）")
        click.echo(f"最长停顿 · longest stall: {outcome.longest_stall_s * 1000:.0f} ms（{outcome.stall_step}）")
    sys.exit(0 if proofs.held else 1)
