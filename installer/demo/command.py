"""`hall demo`: see `installer.demo`."""

from __future__ import annotations

import fcntl
import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from installer.demo.proofs import Proofs

ROOT = Path(__file__).resolve().parents[2]
#: where the centre of the demo answers when the port is free
PORT = 8765


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Empty the folder for this demo, unless another one still lives in it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise click.ClickException(
                f"另一个演示正在使用 {folder}；先结束它，或用 --folder 另选目录 · "
                f"Another demo lives in {folder}; end it, or choose another folder with --folder"
            ) from error
        shutil.rmtree(folder, ignore_errors=True)
        yield


@click.command()
@click.option("--window", is_flag=True, help="显示终端窗口 · Show the terminal's window")
@click.option("--exit", "leave_nothing", is_flag=True, help="结束后不留进程 · Leave nothing running")
@click.option("--json", "as_json", is_flag=True, help="以数据输出结果表 · Print the table as data")
@click.option(
    "--seed", default=1, show_default=True, help="另一位虚构群众、另一份材料 · Another person, another petition"
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=ROOT / "var" / "demo",
    help="数据、截图、回执放在哪里 · Where data, screenshots and slips go",
)
def demo(window: bool, leave_nothing: bool, as_json: bool, seed: int, folder: Path) -> None:
    """从刷证到回执，完整演示一次登记 · One real registration, from card to receipt.

    启动中心、真实的 pcscd 与虚拟读卡器、虚拟热敏打印机和真实终端，像群众一样点按。
    Starts the centre, a real pcscd with a virtual reader, a virtual thermal printer and the real terminal, and taps.
    """
    from installer.demo.hall import Hall
    from installer.demo.play import play

    # ended from outside, it still stops what it started
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    proofs = Proofs(quiet=False)
    with only_one(folder), Hall(folder.resolve(), window=window) as hall:
        outcome = play(hall, proofs, seed=seed, port=PORT)
        if as_json:
            click.echo(proofs.as_json(**outcome.figures(hall)))
        else:
            click.echo("\n" + proofs.table() + "\n")
            click.echo(outcome.summary(hall))
        if leave_nothing:
            hall.stop()
            sys.exit(0 if proofs.held else 1)
        if outcome.server is None:
            sys.exit(1)
        hall.stop(keep=outcome.server)
        click.echo("按 Ctrl+C 结束 · Press Ctrl+C to end", err=True)
        stopped = threading.Event()
        try:
            while outcome.server.alive and not stopped.wait(1.0):
                pass
        except KeyboardInterrupt:
            click.echo("", err=True)
    sys.exit(0 if proofs.held else 1)
