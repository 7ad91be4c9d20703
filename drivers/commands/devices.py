"""`hall devices`: recordings run again, simulators. The commands over all kinds of devices are in `installer.fleet`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from drivers.commands.capture import capture
from drivers.commands.choosing import JSON
from drivers.commands.simulate import simulate


@click.group()
def devices() -> None:
    """设备清单、状态与模拟器 · Devices: list, status, simulators."""


devices.add_command(simulate)
devices.add_command(capture)


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
