"""The commands themselves: what is asked, and how it is said."""

from __future__ import annotations

import json
import socket
import sys
from functools import partial
from pathlib import Path
from typing import Any

import click

from drivers.commands.choosing import JSON, now
from installer.fleet.meaning import Meant, device_options
from installer.fleet.saying import row, say, say_health, say_json


@click.command(name="list")
@click.option("--ask", is_flag=True, help="询问各读卡器的模块编号 · Ask each card reader for its module number")
@click.option(
    "--settings",
    "settings_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="终端配置文件 · Settings of the terminal",
)
@JSON
def list_(ask: bool, settings_file: Path | None, as_json: bool) -> None:
    """列出读卡器、高拍仪、扫描仪、打印机，所用驱动和原因 · List every device, its driver and why that one."""
    from drivers.core.healthfile import default_path, load
    from installer.fleet.listing import attached
    from kiosk.health.devices import configured
    from kiosk.settings import SettingsError
    from kiosk.settings import load as load_settings
    from kiosk.workers.keepers import health_file

    try:
        settings = load_settings(settings_file)
    except SettingsError as error:
        raise click.UsageError(str(error)) from error
    known = load(default_path()) | load(health_file(settings))
    rows = [
        row(one.status, kind=one.kind, name=one.name, driver=one.driver, why=one.why, configured=False)
        for one in attached(ask=ask)
    ]
    listed = {one["name"]: one for one in rows}
    for device in configured(settings):
        if device.name in listed:
            listed[device.name]["configured"] = True
            continue
        facts = {"kind": device.kind, "name": device.name, "driver": device.driver, "why": device.why}
        rows.append(row(device.check(), **facts, configured=True))
    for one in rows:
        health = known.get(one["name"])
        one["last_error"] = health.as_data()["last_error"] if health else None
    if as_json:
        say_json({"devices": rows})
        return
    for one in rows:
        say(one)
        if one["last_error"]:
            click.echo(f"{'':17}上次故障 last error {one['last_error']['at']}: {one['last_error']['cause']}")


@click.command()
@device_options
@JSON
def status(as_json: bool, **named: Any) -> None:
    """设备是否就绪、计数和上次故障 · Whether devices are ready, their counters and last trouble.

    不指定设备时查看终端设置中的全部设备；终端正在运行时不打扰设备，只读它写下的状态 ·
    Without a device named, all of the terminal's settings. A device in the hands of the running terminal is not opened.

    退出码：全部正常为 0，否则为 1 · Exit code 0 when all are ready, else 1.
    """
    from drivers.core.healthfile import is_kept, load, update
    from drivers.core.supervision import Health, observe
    from kiosk.health.devices import told

    meant = Meant(**named)
    kept = load(meant.kiosk_file)
    rows: list[dict[str, Any]] = []
    for device in meant.devices:
        health = kept.get(device.name, Health())
        if is_kept(health, now()):
            found = told(health)
        else:
            found = device.check()
            health = update(meant.file, device.name, partial(observe, status=found, now=now()))
        keeper = health.keeper if is_kept(health, now()) else 0
        facts = {"kind": device.kind, "name": device.name, "driver": device.driver, "why": device.why}
        rows.append({**row(found, **facts), "kept_by": keeper, "health": health.as_data()})
        if not as_json:
            say(rows[-1])
            say_health(health)
    good = all(one["state"] == "ready" for one in rows)
    if as_json:
        say_json({"host": socket.gethostname(), "at": now().isoformat(), "ready": good, "devices": rows})
    sys.exit(0 if good else 1)


@click.command()
@device_options
@click.option("--timeout", type=click.FloatRange(min=0), default=30.0, show_default=True, help="等卡秒数 · Seconds")
@click.option("--yes", is_flag=True, help="同意用纸打印测试页 · Use paper for a test page without asking")
@click.option(
    "--to", type=click.Path(path_type=Path, dir_okay=False), help="保存试拍的图像 · Keep the test picture in this file"
)
@JSON
def test(timeout: float, yes: bool, to: Path | None, as_json: bool, **named: Any) -> None:
    """试读、试拍、试打印，逐步说明哪一步不对 · A test read, picture and print, saying which step went wrong."""
    from installer.fleet.trials import steps

    def consent(title: str) -> bool:
        if yes or as_json or not sys.stdin.isatty():
            return yes
        return click.confirm(f"{title}：打印一张测试页？ · Print a test page?", err=True)

    meant = Meant(**named)
    rows: list[dict[str, Any]] = []
    for device in meant.devices:
        if not as_json:
            click.echo(f"{device.name}  驱动 driver: {device.driver}")
        for step in steps(device, timeout=timeout, consent=consent, picture=to):
            rows.append({"device": device.name, "driver": device.driver, "passed": step.passed, "words": step.words})
            rows[-1] |= {"remedy": step.remedy, "seconds": step.seconds}
            if not as_json:
                click.echo(f"{'✓' if step.passed else '✗'} {step.words}")
                if step.remedy:
                    click.echo(f"  → {step.remedy}")
    passed = all(one["passed"] for one in rows)
    if as_json:
        click.echo(json.dumps({"passed": passed, "steps": rows}, ensure_ascii=False))
    sys.exit(0 if passed else 1)
