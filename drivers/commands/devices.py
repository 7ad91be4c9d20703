"""`hall devices`: what is attached, how it is, watched over time; a test read; a recording run again."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from drivers.commands.choosing import JSON, choose, now, reader_options
from drivers.commands.simulate import simulate

if TYPE_CHECKING:
    from drivers.core.status import Status
    from drivers.core.supervision import Health

_SIGNS = {
    "ready": "✓ 正常 ready ",
    "absent": "○ 缺少 absent",
    "faulty": "✗ 故障 faulty",
    "unknown": "? 未知 unknown",
}
_STATE = click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    help="保存计数的文件，默认在用户状态目录 · File that keeps the counters",
)
_FOLDER = click.option("--folder", default="pages", show_default=True, help="图像文件夹 · Image folder of the camera")


@click.group()
def devices() -> None:
    """设备清单、状态与模拟器 · Devices: list, status, simulators."""


devices.add_command(simulate)


@devices.command(name="list")
@click.option("--ask", is_flag=True, help="询问各读卡器的模块编号 · Ask each card reader for its module number")
@JSON
def list_(ask: bool, as_json: bool) -> None:
    """列出本机的读卡器、串口和所用驱动 · List readers and ports of this machine, and the driver for each."""
    from drivers.health import attached

    found = attached(ask=ask)
    rows = [{"name": name, **_described(status)} for name, status in found]
    if as_json:
        click.echo(json.dumps({"devices": rows}, ensure_ascii=False))
        return
    for row in rows:
        _say_row(row)


@devices.command()
@reader_options
@_FOLDER
@_STATE
@JSON
def status(folder: str, state: Path | None, as_json: bool, **named: Any) -> None:
    """问一个读卡器和一个高拍仪是否就绪 · Ask one card reader and one camera whether they are ready.

    退出码：全部正常为 0，否则为 1 · Exit code 0 when all are ready, else 1.
    """
    from drivers.core.healthfile import default_path, update
    from drivers.core.supervision import observe
    from drivers.health import checks

    chosen = choose(**named)
    found = checks(card=chosen.driver, card_options=chosen.options, camera="folder", camera_options={"folder": folder})
    rows: list[dict[str, str]] = []
    counters: list[dict[str, Any]] = []
    for name, seen in found:
        data = update(state or default_path(), name, partial(observe, status=seen, now=now()))
        rows.append({"name": name, **_described(seen)})
        counters.append(data.as_data())
    if as_json:
        told = [{**row, "health": health} for row, health in zip(rows, counters, strict=True)]
        click.echo(json.dumps({"devices": told}, ensure_ascii=False))
    else:
        for row, health in zip(rows, counters, strict=True):
            _say_row(row)
            _say_counters(health)
    if any(row["state"] != "ready" for row in rows):
        sys.exit(1)


@devices.command()
@reader_options
@click.option("--folder", help="同时看管的图像文件夹 · Image folder to watch too")
@click.option(
    "--every", type=click.FloatRange(min=0.05), default=5.0, show_default=True, help="正常时间隔秒数 · Seconds"
)
@click.option(
    "--for", "seconds", type=click.FloatRange(min=0), help="看管多少秒，默认直到中断 · Seconds; for ever when not given"
)
@_STATE
def watch(folder: str | None, every: float, seconds: float | None, state: Path | None, **named: Any) -> None:
    """看管设备：状态一变就输出一行 JSON · Watch devices; one JSON line for each change.

    断开的设备会重试，间隔逐次加倍到 30 秒 · A device that is gone is tried again, ever less often up to 30 s.
    """
    from drivers.core.healthfile import default_path, load
    from drivers.core.supervision import Health, Policy, State, supervise
    from drivers.health import looks

    chosen = choose(**named)
    stop, one_at_a_time = threading.Event(), threading.Lock()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    policy = Policy(ready=every, first=min(0.5, every))

    path = state or default_path()
    known = load(path)

    def run(name: str, look: Callable[[], Status]) -> None:
        # counters go on; the state is said afresh
        start = replace(known.get(name, Health()), state=State.UNKNOWN, detail="", failures_in_a_row=0)
        say = _teller(name, path, one_at_a_time)
        supervise(look, say, cancel=stop, now=now, policy=policy, health=start)

    with looks(chosen.driver, chosen.options, folder) as found:
        threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in found]
        for thread in threads:
            thread.start()
        stop.wait(seconds)
        stop.set()
        for thread in threads:
            thread.join()


def _teller(name: str, path: Path, lock: threading.Lock) -> Callable[[Health, Health], None]:
    from drivers.core.healthfile import update

    def say(before: Health, after: Health) -> None:
        with lock:
            update(path, name, lambda _: after)
            line = {"at": after.since, "device": name, "from": before.state, **after.as_data()}
            click.echo(json.dumps(line, ensure_ascii=False))

    return say


@devices.command()
@reader_options
@click.option("--timeout", type=click.FloatRange(min=0), default=30.0, show_default=True, help="等卡秒数 · Seconds")
@JSON
def test(timeout: float, as_json: bool, **named: Any) -> None:
    """试读一张卡，逐步说明哪一步不对 · A test read that says which step went wrong."""
    from drivers.cards.trial import trial

    chosen = choose(**named)
    with chosen.make() as reader:
        steps = []
        for step in trial(reader, timeout=timeout):
            steps.append(step)
            if not as_json:
                click.echo(f"{'✓' if step.passed else '✗'} {step.words}")
                if step.remedy:
                    click.echo(f"  → {step.remedy}")
    passed = all(step.passed for step in steps)
    if as_json:
        rows = [{"passed": s.passed, "words": s.words, "remedy": s.remedy, "seconds": s.seconds} for s in steps]
        click.echo(json.dumps({"passed": passed, "driver": chosen.driver, "steps": rows}, ensure_ascii=False))
    if not passed:
        sys.exit(1)


@devices.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--fast", is_flag=True, help="不等待录制时的间隔 · Do not wait as long as the device took")
@JSON
def replay(file: Path, fast: bool, as_json: bool) -> None:
    """用录制文件重演驱动 · Run the driver against a recording."""
    from drivers.core.recording import RecordingError, load
    from drivers.replays import replayed

    try:
        recording = load(file)
        outcomes = replayed(recording, real_time=not fast)
    except (RecordingError, ValueError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    if as_json:
        click.echo(
            json.dumps({"driver": recording.driver, "outcomes": [o.as_data() for o in outcomes]}, ensure_ascii=False)
        )
        return
    for outcome in outcomes:
        for line in outcome.lines():
            click.echo(line)


def _described(status: Status) -> dict[str, str]:
    from drivers.health import described

    state, detail, remedy = described(status)
    return {"state": state, "detail": detail, "remedy": remedy}


def _say_row(row: dict[str, str]) -> None:
    click.echo(f"{_SIGNS[row['state']]}  {row['name']}  {row['detail']}")
    if row["remedy"]:
        click.echo(f"                 → {row['remedy']}")


def _say_counters(health: dict[str, Any]) -> None:
    click.echo(
        f"                 自 since {health['since']}  查看 looks {health['looks']}  "
        f"断开 losses {health['losses']}  恢复 recoveries {health['recoveries']}"
    )
    if health["last_error"] and health["state"] == "ready":
        click.echo(
            f"                 上次故障 last error {health['last_error']['at']}: {health['last_error']['cause']}"
        )
