"""`hall admin openapi`: the frozen description of the interface, and whether it only grew."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import click

from server.cli.opening import json_option, say

#: what clients of version 1 rely on
FROZEN = Path(__file__).parents[1] / "contract" / "v1" / "openapi.json"


@click.command()
@click.option("--write", is_flag=True, help="更新冻结的接口描述 · Write the frozen description anew.")
@click.option("--even-if-broken", is_flag=True, help="即使不再兼容 · Even when it no longer only grew.")
@json_option
def openapi(write: bool, even_if_broken: bool, as_json: bool) -> None:
    """接口描述：与冻结的版本比较，只能增加 · Compare the interface with the frozen description; it may only grow."""
    from server.contract.growth import breaks

    now = described()
    frozen = json.loads(FROZEN.read_text(encoding="utf-8")) if FROZEN.exists() else {"paths": {}}
    broken = breaks(frozen, now)
    for sentence in broken:
        click.echo(sentence, err=True)
    differs = now != frozen
    if write and (not broken or even_if_broken):
        FROZEN.write_text(printed(now), encoding="utf-8")
    if as_json:
        say({"same": not differs, "breaks": broken, "file": str(FROZEN)})
    elif not differs:
        click.echo("与冻结的描述一致 · the same as the frozen description")
    elif not write:
        click.echo("接口有变化，请运行 hall admin openapi --write · changed; run hall admin openapi --write")
    if (broken and not even_if_broken) or (differs and not write):
        raise SystemExit(1)


def described() -> dict[str, Any]:
    """Return the description of the interface of this program, whatever data it is opened on."""
    from server.app import create_app
    from server.core.settings import ServerSettings

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(ServerSettings(data=Path(folder), database=""))
        app.state.centre.engine.dispose()
        found: dict[str, Any] = json.loads(json.dumps(app.openapi()))
        return found


def printed(schema: dict[str, Any]) -> str:
    """The description as it lies in the repository: one line a value, so that a change is seen where it is."""
    return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
